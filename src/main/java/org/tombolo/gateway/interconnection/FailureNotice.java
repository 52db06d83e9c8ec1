package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;

/**
 * Tells the sender of a message that we had already answered with 2xx that it was not delivered after all: by a negative
 * delivery notification when she asked for one (RFC 5438 7.2.1.1), else in words.
 */
final class FailureNotice {
    private static final Logger LOG = LoggerFactory.getLogger(FailureNotice.class);

    private final SipCalls calls;
    private final ConvergedSessions sessions;
    private final AddressMapping addresses;
    private final Clock clock;

    FailureNotice(SipCalls calls, ConvergedSessions sessions, AddressMapping addresses, Clock clock) {
        this.calls = calls;
        this.sessions = sessions;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** @param after run when the notice was answered, well or not */
    void send(WaitingMessage message, String why, Runnable after) {
        Optional<String> from = addresses.xmppUserToUri(message.stanza().to());
        if (from.isEmpty()) {
            after.run();
            return;
        }
        ConvergedSession session = sessions.open();
        Body body = message.imdn().isEmpty() ? words(message, why) : notification(message, from.get());
        session.execute(() ->
                calls.send(session, "MESSAGE", from.get(), message.sender(), List.of(), Optional.of(body), response -> {
                    if (!response.ok()) {
                        LOG.warn("the news that a message failed was answered by {}", response.status());
                    }
                    session.end();
                    after.run();
                }));
    }

    private static Body words(WaitingMessage message, String why) {
        String to = message.stanza().to().bare().text();
        return Body.text("text/plain;charset=UTF-8", "Your message to " + to + " was not delivered (" + why + ").");
    }

    private Body notification(WaitingMessage message, String from) {
        Imdn failed = new Imdn(
                message.imdn(), Optional.of(message.arrived()), from, "", Imdn.Kind.DELIVERY, Imdn.Status.FAILED);
        Cpim cpim = failed.message(
                ImdnRequest.of(message.imdn(), Set.of()),
                UUID.randomUUID().toString(),
                CpimAddress.of(from),
                CpimAddress.of(message.sender()),
                clock.instant());
        return new Body(Cpim.TYPE, cpim.octets());
    }
}
