package org.tombolo.gateway.interconnection.conference;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.tombolo.gateway.interconnection.Writing;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.MessageSource;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState.State;

/** Who writes in a conference, told both ways (RFC 3994, XEP-0085 5.5; decision 87). On the session's executor. */
final class ConferenceWriting {
    /** Of how many at once the visitor hears. */
    private static final int MOST = 10;

    private final ConvergedSession session;
    private final MsrpSession msrp;
    private final boolean taken;
    private final ConferenceStanzas stanzas;
    private final Supplier<CpimAddress> self;
    private final Clock clock;
    private final Map<Writer, Writing> writers = new LinkedHashMap<>();
    /** Whom she writes to; empty when she does not. */
    private String addressee = "";

    /** Somebody who writes, to all or to the visitor alone. */
    private record Writer(Jid occupant, String type) {}

    /**
     * @param taken whether the conference takes such news
     * @param self the visitor, as she is named now
     */
    ConferenceWriting(
            ConvergedSession session,
            MsrpSession msrp,
            boolean taken,
            ConferenceStanzas stanzas,
            Supplier<CpimAddress> self,
            Clock clock) {
        this.session = session;
        this.msrp = msrp;
        this.taken = taken;
        this.stanzas = stanzas;
        this.self = self;
        this.clock = clock;
    }

    /** RFC 7573 6: composing is active; active, paused and inactive are idle. */
    void state(State state, String to) {
        boolean active = state == State.COMPOSING;
        if (!addressee.isEmpty() && !(active && addressee.equals(to))) {
            send(false, addressee);
            addressee = "";
        }
        if (active && addressee.isEmpty()) {
            send(true, to);
            addressee = to;
        }
    }

    /** RFC 3994 3.3: words end the writing of them. */
    void said(String to) {
        addressee = addressee.equals(to) ? "" : addressee;
    }

    private void send(boolean active, String to) {
        if (!taken) {
            return;
        }
        Cpim news = Cpim.of(IsComposing.TYPE, IsComposing.of(active).octets())
                .between(self.get(), CpimAddress.of(to), clock.instant());
        msrp.send(
                new OutgoingMessage(
                        Cpim.TYPE, List.of(), false, FailureReport.PARTIAL, MessageSource.of(news.octets())),
                failure -> {});
    }

    /**
     * Somebody in the conference writes, or not any more.
     *
     * @param type {@code groupchat} or {@code chat}
     */
    void news(Jid from, String type, IsComposing news) {
        Writer writer = new Writer(from, type);
        Writing known = writers.get(writer);
        if (known == null && news.active() && writers.size() < MOST) {
            known = new Writing(session, state -> tell(writer, state));
            writers.put(writer, known);
        }
        if (known != null) {
            known.news(news);
        }
    }

    /** Somebody has said something. */
    void heard(Jid from, String type) {
        Writing known = writers.remove(new Writer(from, type));
        if (known != null) {
            known.said();
        }
    }

    private void tell(Writer writer, State state) {
        if (state != State.COMPOSING) {
            writers.remove(writer);
        }
        stanzas.news(UUID.randomUUID().toString(), writer.occupant(), writer.type(), new Extension.ChatState(state));
    }

    /** It is over. */
    void over() {
        writers.values().forEach(Writing::said);
        writers.clear();
    }
}
