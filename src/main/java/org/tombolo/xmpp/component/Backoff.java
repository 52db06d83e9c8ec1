package org.tombolo.xmpp.component;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double, each drawn from its upper half, so that many gateways do not return to one server at once. */
final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.next = first;
    }

    /** How long to wait now. */
    Duration next() {
        long full = next.toMillis();
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(most) > 0 ? most : doubled;
        return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
    }

    /** Starts anew: a stream was open. */
    void reset() {
        next = first;
    }
}
