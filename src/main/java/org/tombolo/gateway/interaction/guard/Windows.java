package org.tombolo.gateway.interaction.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts by key in windows of a fixed length. Bounded: the keys not used for longest are forgotten first. */
final class Windows {
    private static final int KEYS = 100_000;

    private final Duration length;
    private final Clock clock;
    private final Cache<Object, Count> counts =
            Caffeine.newBuilder().maximumSize(KEYS).executor(Runnable::run).build();

    private record Count(long number, Instant ends) {}

    Windows(Duration length, Clock clock) {
        this.length = length;
        this.clock = clock;
    }

    /** What has been counted in the window that is open. */
    long count(Object key) {
        Count count = counts.getIfPresent(key);
        return count == null || !clock.instant().isBefore(count.ends) ? 0 : count.number;
    }

    void add(Object key, long amount) {
        counts.asMap().compute(key, (k, old) -> next(old, amount));
    }

    private Count next(@Nullable Count old, long amount) {
        Instant now = clock.instant();
        return old == null || !now.isBefore(old.ends)
                ? new Count(amount, now.plus(length))
                : new Count(old.number + amount, old.ends);
    }
}
