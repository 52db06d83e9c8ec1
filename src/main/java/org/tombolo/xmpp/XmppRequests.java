package org.tombolo.xmpp;

import java.util.concurrent.CompletableFuture;

/** Requests of ours over the streams to XMPP servers. */
public interface XmppRequests {

    /**
     * Sends a request. Never blocks.
     *
     * @return the answer; {@code remote-server-timeout} of our own when none came in time or the stream broke, and
     *     {@code resource-constraint} when too many wait already
     */
    CompletableFuture<XmppAnswer> request(XmppRequest request);
}
