package org.tombolo.msrp;

/**
 * Why a session is over.
 *
 * @param why words for a person and the log
 */
public record SessionEnd(Cause cause, String why) {

    /** Kinds of ends. */
    public enum Cause {
        /** There never was a connection: the peer could not be reached, or did not come. */
        NOT_CONNECTED,
        /** The peer knows nothing of the session, or has it on another connection (481, 506). */
        REFUSED,
        /** The connection ended or broke (RFC 4975 5.4: the session with it). */
        CONNECTION_LOST,
        /** We stop. */
        SHUTDOWN
    }
}
