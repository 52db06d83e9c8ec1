package org.tombolo.gateway.interaction.push;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.MessageSize;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;

/** Sends pager-mode messages (RFC 3428) whose body says what is pushed. */
final class MessageCarrier implements Carrier {
    // RFC 3261 21: the phone or its network may take the same request later.
    private static final Set<Integer> TEMPORARY = Set.of(408, 430, 480, 486, 500, 502, 503, 504);
    // What user agents say of content that they do not take (RFC 3428 7, RFC 3261 21.4.13).
    private static final Set<Integer> CONTENT = Set.of(406, 415, 488);

    private final Way way;
    private final SipCalls calls;
    private final ConvergedSessions sessions;
    private final Phones phones;
    private final Function<Push, List<Body>> writer;
    private final String imsDomain;

    /** @param writer the bodies that say it, the one that says most first; none when this way cannot */
    MessageCarrier(
            Way way,
            SipCalls calls,
            ConvergedSessions sessions,
            Phones phones,
            Function<Push, List<Body>> writer,
            String imsDomain) {
        this.way = way;
        this.calls = calls;
        this.sessions = sessions;
        this.phones = phones;
        this.writer = writer;
        this.imsDomain = imsDomain;
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public boolean takes(Push push) {
        return body(push).isPresent();
    }

    private Optional<Body> body(Push push) {
        return writer.apply(push).stream()
                .filter(body -> MessageSize.fits(from(push), phones.uri(push.to()), List.of(), body.bytes().length))
                .findFirst();
    }

    private String from(Push push) {
        return PartyAddress.uri(push.from(), imsDomain);
    }

    /** A MESSAGE cannot be taken back (RFC 3261 9.1): stopping it does nothing. */
    @Override
    public Runnable carry(Push push, Listener listener) {
        ConvergedSession session = sessions.open();
        session.execute(() ->
                calls.send(session, "MESSAGE", from(push), phones.uri(push.to()), List.of(), body(push), response -> {
                    session.end();
                    listener.over(outcome(response));
                }));
        return () -> {};
    }

    private static Outcome outcome(SipResponse response) {
        String detail = "sip" + response.status();
        if (response.ok()) {
            return new Outcome.Delivered(detail);
        } else if (TEMPORARY.contains(response.status())) {
            return new Outcome.Later(detail);
        }
        return CONTENT.contains(response.status()) ? new Outcome.NotThisWay(detail) : new Outcome.Refused(detail);
    }
}
