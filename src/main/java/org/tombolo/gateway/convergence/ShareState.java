package org.tombolo.gateway.convergence;

import java.util.Locale;

/** WAITING -> LIVE -> ENDED; WAITING -> ENDED; REFUSED from the start. */
public enum ShareState {
    /** Answered; no picture yet. */
    WAITING,
    /** Pictures flow, or are on hold. */
    LIVE,
    /** Over. */
    ENDED,
    /** We did not take the offer. */
    REFUSED;

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return this == ENDED || this == REFUSED;
    }

    /** The name that the API uses. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
