package org.tombolo.media.rtp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When reports go: half to one and a half of five seconds after one another, at random, so that those of many sessions do not fall together (RFC 3550 6.3.1). */
final class ReportSchedule {
    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();
    /** RFC 3550 6.3.1: makes good for what timer reconsideration would cost. */
    private static final double COMPENSATION = Math.E - 1.5;

    private final RandomGenerator random;
    private long next;

    ReportSchedule(RandomGenerator random, long now) {
        this.random = random;
        this.next = now + pause() / 2; // RFC 3550 6.2: the first one sooner
    }

    /** Whether a report is due, after which the next one is planned. */
    boolean due(long now) {
        if (now - next < 0) {
            return false;
        }
        next = now + pause();
        return true;
    }

    private long pause() {
        return (long) (INTERVAL * (0.5 + random.nextDouble()) / COMPENSATION);
    }
}
