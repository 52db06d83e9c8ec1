package org.tombolo.xmpp;

/**
 * How the stream to the XMPP server is.
 *
 * @param state what it does now
 * @param words one line for a person, such as {@code the XMPP server at 127.0.0.1:5347 refuses ims.localhost: not-authorized}
 */
public record LinkStatus(State state, String words) {

    /** CONNECTING -> UP -> DOWN -> CONNECTING ...; REFUSED instead of DOWN when the handshake fails; CLOSED for good. */
    public enum State {
        /** The first connection, or a further attempt, is under way. */
        CONNECTING,
        /** Open and authenticated. */
        UP,
        /** No connection; the next attempt is waiting for its time. */
        DOWN,
        /** The server answered and does not want us: wrong secret, unknown domain, or another component in our place. Attempts go on. */
        REFUSED,
        /** We closed it. */
        CLOSED
    }
}
