package org.tombolo.xmpp.component;

import java.util.concurrent.CompletableFuture;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink.Delivery;

/**
 * A stanza on its way out.
 *
 * @param xml the stanza as it is written
 * @param id by which an error can come back; empty when none can
 * @param to whom it is for, as text
 * @param done told what became of it
 */
record Outgoing(String xml, String id, String to, CompletableFuture<Delivery> done) {

    /** A stanza whose fate nobody asks for, such as the answer to a request. */
    static Outgoing unwatched(String xml) {
        return new Outgoing(xml, "", "", new CompletableFuture<>());
    }

    void accepted() {
        done.complete(new Delivery.Accepted());
    }

    void refused(StanzaError error) {
        done.complete(new Delivery.Refused(error));
    }

    void unknown() {
        done.complete(new Delivery.Unknown());
    }

    void notSent(String reason) {
        done.complete(new Delivery.NotSent(reason));
    }
}
