package org.tombolo.gateway.convergence.browser;

import java.util.Locale;

/**
 * Where a call with a page is. A page calls: DIALING, RINGING, LIVE; a phone calls: RINGING, LIVE. LIVE and HELD come and go as the
 * phone says. LIVE or HELD becomes ENDED, what was never LIVE becomes REFUSED.
 */
public enum CallState {
    /** The phone does not know of it yet. */
    DIALING,
    /** The phone rings, or the pages do. */
    RINGING,
    /** Both have answered. */
    LIVE,
    /** The phone takes nothing for the time being. */
    HELD,
    /** It was LIVE and is over. */
    ENDED,
    /** It came to nothing. */
    REFUSED;

    /** As the API has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing follows. */
    public boolean isFinal() {
        return this == ENDED || this == REFUSED;
    }

    /** Whether somebody has yet to answer. */
    boolean isOpen() {
        return this == DIALING || this == RINGING;
    }
}
