package org.tombolo.gateway.interconnection.presence;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppPresence;

/** Presence on its way to XMPP, in order. Safe for all threads. */
final class Stanzas {
    private static final Logger LOG = LoggerFactory.getLogger(Stanzas.class);

    private final XmppLink link;
    private volatile CompletableFuture<Delivery> last = CompletableFuture.completedFuture(new Delivery.Accepted());

    Stanzas(XmppLink link) {
        this.link = link;
    }

    /** Sends one; see {@link XmppLink}. */
    CompletableFuture<Delivery> send(XmppPresence presence) {
        CompletableFuture<Delivery> fate = link.send(presence);
        last = fate;
        return fate;
    }

    /** Waits until the server has taken what was sent, or the time is over. */
    void flush(Duration most) {
        try {
            last.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("stopped before the XMPP server had taken all presence");
        }
    }
}
