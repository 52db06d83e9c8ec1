package org.tombolo.xmpp;

/** What our side does with presence. Called on the stream's reader thread: must not block. */
public interface PresenceHandler {

    /** A presence stanza to an address of our domain. */
    void presence(XmppPresence presence);

    /** The stream is open. */
    void up();

    /** The stream is gone; it reconnects by itself. */
    void down(String reason);
}
