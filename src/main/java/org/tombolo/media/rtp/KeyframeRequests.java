package org.tombolo.media.rtp;

import java.time.Duration;

/** When a sender is asked for a key frame, and how: over RTCP when that was agreed, by signalling when not or when that brings none. */
final class KeyframeRequests {
    private static final long EVERY = Duration.ofMillis(500).toNanos();
    private static final long EVERY_BY_SIGNALLING = Duration.ofSeconds(1).toNanos();
    /** So many unanswered requests over RTCP, and signalling is tried as well. */
    private static final int UNANSWERED = 4;

    private boolean asked;
    private long last;
    private int unanswered;

    /** How to ask. */
    enum Way {
        NOT_NOW,
        RTCP,
        SIGNALLING
    }

    /** A key frame came, or none is missing. */
    void satisfied() {
        unanswered = 0;
    }

    /**
     * One is wanted.
     *
     * @param overRtcp whether RTCP can ask for it
     */
    Way want(boolean overRtcp, long now) {
        if (asked && now - last < (overRtcp ? EVERY : EVERY_BY_SIGNALLING)) {
            return Way.NOT_NOW;
        }
        asked = true;
        last = now;
        unanswered++;
        return overRtcp && unanswered % UNANSWERED != 0 ? Way.RTCP : Way.SIGNALLING;
    }
}
