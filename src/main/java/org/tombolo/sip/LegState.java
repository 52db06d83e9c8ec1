package org.tombolo.sip;

/** INVITED -> EARLY -> CONFIRMED -> ENDED; ENDED is reached from everywhere. */
public enum LegState {
    /** INVITE sent or received, nothing answered but 100. */
    INVITED,
    /** A provisional response above 100 went by. */
    EARLY,
    /** A 2xx went by. */
    CONFIRMED,
    /** BYE, CANCEL, a refusal or a time-out. */
    ENDED
}
