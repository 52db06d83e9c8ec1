package org.tombolo.gateway.interaction;

/** What became of the wish to end a call. */
public enum EndResult {
    /** This wish ended it. */
    ENDED,
    /** It was over before. */
    OVER,
    /** The requester has no such call. */
    UNKNOWN
}
