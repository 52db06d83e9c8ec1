package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.identity.Address;
import org.tombolo.identity.Jid;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipReply;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink.Delivery;

/** The steps of a {@link Transfer}: into the outbox, and back to the sender. */
final class TransferSteps {
    private final AddressMapping addresses;
    private final Backlog backlog;
    private final OutboxWriter<WaitingMessage> writer;
    private final Redelivery redelivery;
    private final SentMessages sent;
    private final Counters counters;
    private final Progress progress;
    private final Trace trace;
    private final Clock clock;

    TransferSteps(
            AddressMapping addresses,
            Backlog backlog,
            OutboxWriter<WaitingMessage> writer,
            Redelivery redelivery,
            SentMessages sent,
            Counters counters,
            Progress progress,
            Trace trace,
            Clock clock) {
        this.addresses = addresses;
        this.backlog = backlog;
        this.writer = writer;
        this.redelivery = redelivery;
        this.sent = sent;
        this.counters = counters;
        this.progress = progress;
        this.trace = trace;
        this.clock = clock;
    }

    /** A message is about to be sent. */
    void sending(WaitingMessage message) {
        record(
                message,
                TraceEvent.US,
                message.stanza().to().text(),
                "message " + message.stanza().id());
    }

    /** Takes a place in the outbox; false when it is full or off. */
    boolean reserve(WaitingMessage message) {
        return backlog.reserve(message.recipient());
    }

    /** The same for one that was sent and whose fate is open. */
    boolean reserveSent(WaitingMessage message) {
        return backlog.reserveOnStream(message.number(), message.recipient());
    }

    /**
     * Puts a message for which a place was taken into the outbox.
     *
     * @param underWay whether it was sent and its fate is open
     * @param done told, on the outbox's thread, whether it is on disk
     */
    void store(WaitingMessage message, boolean underWay, Consumer<Boolean> done) {
        if (underWay) {
            redelivery.underWay(message);
        }
        trace.record(TraceEvent.internal(message.session(), clock.instant(), "waits in the outbox"));
        writer.add(message).whenComplete((nothing, failure) -> {
            if (failure != null) {
                redelivery.notWritten(message);
            }
            done.accept(failure == null);
            if (failure == null && !underWay) {
                redelivery.stored(message);
            }
        });
    }

    /** Tells what became of a message that is in the outbox, or on its way there. */
    void settled(WaitingMessage message, Delivery fate) {
        redelivery.settled(message, fate);
    }

    /** Answers, on the session's executor. */
    void answer(IncomingRequest request, WaitingMessage message, SipReply reply, String result) {
        if (reply.status() == 200) {
            progress.sent(message);
            sent.add(message);
        }
        counters.result(Direction.SIP_TO_XMPP, result);
        counters.seconds().record(Duration.between(message.arrived(), clock.instant()));
        record(message, message.stanza().to().text(), TraceEvent.US, result);
        request.session().execute(() -> request.reply(reply));
    }

    private void record(WaitingMessage message, String from, String to, String summary) {
        trace.record(new TraceEvent(message.session(), clock.instant(), Protocol.XMPP, from, to, summary, ""));
    }

    /** The answer when XMPP refused. */
    SipReply refusal(WaitingMessage message, StanzaError error) {
        counters.error("refused");
        progress.failed(message, ErrorMapping.words(error));
        return ErrorMapping.toReply(error, !message.stanza().to().resource().isEmpty(), contact(error));
    }

    /** RFC 7247 7.1 (3): the new address, as one that SIP can reach. */
    private String contact(StanzaError error) {
        return Address.parse(error.redirect())
                .filter(Jid.class::isInstance)
                .flatMap(jid -> addresses.xmppUserToUri((Jid) jid))
                .orElse("");
    }

    /**
     * The answer when the message can neither be passed on nor wait.
     *
     * @param othersCanServe whether the S-CSCF can deliver the message without us
     */
    SipReply undeliverable(WaitingMessage message, boolean othersCanServe, Delivery fate) {
        counters.error("undeliverable");
        String why = "the XMPP server cannot be reached, and no more messages can wait for it";
        progress.failed(message, why);
        // TS 24.229 5.7, default handling: after a 5xx the S-CSCF goes on without us. That is right when the recipient
        // has an IMS address besides and did not get the message; else the sender must hear of it now.
        int status = othersCanServe && fate instanceof Delivery.NotSent ? 503 : 480;
        return SipReply.refusal(status, why).with(new Header("Retry-After", "30"));
    }
}
