package org.tombolo.xmpp;

import java.util.concurrent.CompletableFuture;

/**
 * The streams to XMPP servers, one for each domain of ours; a stanza goes by that of its sender. Each keeps the order of what is
 * sent, and reconnects by itself.
 */
public interface XmppLink {

    /**
     * Sends a stanza and tells what became of it: {@link Delivery.Accepted} when a later ping (XEP-0199) on the same
     * stream was answered, {@link Delivery.Refused} when a stanza error with its id came back before that,
     * {@link Delivery.Unknown} when the stream broke first, {@link Delivery.NotSent} when there is no stream or its
     * queue is full. Never blocks.
     */
    CompletableFuture<Delivery> send(XmppMessage message);

    /** The same for presence. */
    CompletableFuture<Delivery> send(XmppPresence presence);

    /** Whether the stream of a domain of ours is open and authenticated. */
    boolean isUp(String domain);

    /** What became of a stanza. */
    sealed interface Delivery {
        /** The server has processed it. */
        record Accepted() implements Delivery {}

        /** The server or the recipient refused it. */
        record Refused(StanzaError error) implements Delivery {}

        /** The stream broke before the server said anything. */
        record Unknown() implements Delivery {}

        /** It never left us. */
        record NotSent(String reason) implements Delivery {}
    }
}
