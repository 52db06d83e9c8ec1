package org.tombolo.xmpp;

/** What our side does with the stream. Called on the stream's reader thread: must not block. */
public interface XmppHandler {

    /** A message to an address of our domain, or an error for one we sent that came later than its delivery was settled. */
    void message(XmppMessage message);

    /** A presence stanza to an address of our domain; who serves messages alone lets it pass. */
    default void presence(XmppPresence presence) {}

    /** The stream is open: what waits may be sent. */
    void up();

    /** The stream is gone; it reconnects by itself. */
    void down(String reason);
}
