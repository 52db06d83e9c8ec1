package org.tombolo.gateway.interconnection.presence;

import java.util.random.RandomGenerator;

/** Waits between attempts: from half a minute, doubled each time, to an hour, each drawn from its upper half. */
final class Retry {
    private static final int FIRST = 30;
    private static final int MOST = 3600;

    private final RandomGenerator random;
    private int next = FIRST;

    Retry(RandomGenerator random) {
        this.random = random;
    }

    /** Seconds to wait now. */
    long next() {
        int full = next;
        next = Math.min(MOST, 2 * full);
        return full - random.nextInt(full / 2);
    }

    /** Starts anew. */
    void succeeded() {
        next = FIRST;
    }
}
