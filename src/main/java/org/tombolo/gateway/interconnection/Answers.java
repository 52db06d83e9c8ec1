package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** What a sender on XMPP is told of her message. What the stream does not take waits in the outbox like any message. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final XmppLink link;
    private final Backlog backlog;
    private final Redelivery redelivery;
    private final OutboxWriter<WaitingMessage> writer;
    private final MessageIds ids;
    private final String type;
    private final Duration expiry;
    private final Clock clock;

    /**
     * Answers by way of a stream.
     *
     * @param type of stanzas that are no errors
     * @param expiry how long an answer may wait
     */
    Answers(
            XmppLink link,
            Backlog backlog,
            Redelivery redelivery,
            OutboxWriter<WaitingMessage> writer,
            MessageIds ids,
            String type,
            Duration expiry,
            Clock clock) {
        this.link = link;
        this.backlog = backlog;
        this.redelivery = redelivery;
        this.writer = writer;
        this.ids = ids;
        this.type = type;
        this.expiry = expiry;
        this.clock = clock;
    }

    /** Tells that a message did not arrive; the result says whether that is sure to be told. */
    CompletableFuture<Boolean> refuse(XmppMessage message, StanzaError error) {
        return send(new XmppMessage(
                message.id(), message.to(), message.from(), "error", "", "", "", "", Optional.of(error)));
    }

    /** Tells that a message arrived (XEP-0184). */
    void received(XmppMessage message) {
        List<Extension> receipt = List.of(new Extension.Received(message.id()), new Extension.StoreHint());
        var unused = send(new XmppMessage(
                StanzaId.of(ids.next()),
                message.to(),
                message.from(),
                type,
                "",
                "",
                "",
                "",
                Optional.empty(),
                receipt));
    }

    private CompletableFuture<Boolean> send(XmppMessage answer) {
        return link.send(answer).thenCompose(fate -> {
            boolean taken = fate instanceof Delivery.Accepted || fate instanceof Delivery.Refused;
            return taken ? CompletableFuture.completedFuture(true) : store(answer);
        });
    }

    private CompletableFuture<Boolean> store(XmppMessage answer) {
        MessageId id = ids.next();
        Instant now = clock.instant();
        WaitingMessage waiting = new WaitingMessage(
                id.number(), new SessionId(id.run() + "-" + id.number()), answer, "", now, now.plus(expiry));
        if (!backlog.reserve(waiting.recipient())) {
            LOG.warn("an answer to {} is lost: nothing more can wait for the XMPP server", waiting.recipient());
            return CompletableFuture.completedFuture(false);
        }
        return writer.add(waiting).handle((nothing, failure) -> {
            if (failure == null) {
                redelivery.stored(waiting);
            } else {
                backlog.release(waiting.number(), waiting.recipient());
            }
            return failure == null;
        });
    }
}
