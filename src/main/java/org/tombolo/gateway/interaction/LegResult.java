package org.tombolo.gateway.interaction;

/** What became of the wish to change a leg. */
public enum LegResult {
    /** Done. */
    DONE,
    /** The call is not connected, or over. */
    NOT_CONNECTED,
    /** A re-INVITE is under way; it can be tried again at once. */
    BUSY,
    /** A phone refused it; the call goes on as it was. */
    REFUSED,
    /** As many calls as we have ports for pass through us. */
    FULL,
    /** The number is not to be called. */
    DENIED,
    /** There is no such call or leg. */
    UNKNOWN
}
