package org.tombolo.xmpp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What our side does with calls. Called on the stream's reader thread: must not block. */
public interface CallHandler {

    /**
     * A request to an address of our domain whose payload is not answered by the stream itself.
     *
     * @return the answer to come; empty when it is nothing that is served here
     */
    Optional<CompletableFuture<XmppAnswer>> request(XmppRequest request);

    /**
     * A message to an address of our domain.
     *
     * @return whether it was about a call, so that nobody else needs it
     */
    boolean message(XmppMessage message);

    /** A presence stanza to an address of our domain: a device of an XMPP user comes or goes. */
    void presence(XmppPresence presence);

    /** The stream of a domain of ours is gone; it reconnects by itself. */
    void down(String domain);
}
