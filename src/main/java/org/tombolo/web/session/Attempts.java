package org.tombolo.web.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts attempts by one key in windows of a fixed length. Bounded: the keys not used for longest are forgotten first. */
public final class Attempts {
    private static final int KEYS = 10_000;

    private final int limit;
    private final Duration window;
    private final Clock clock;
    private final Cache<String, Count> counts;

    public Attempts(int limit, Duration window, Clock clock) {
        this.limit = limit;
        this.window = window;
        this.clock = clock;
        this.counts =
                Caffeine.newBuilder().maximumSize(KEYS).executor(Runnable::run).build();
    }

    /** Counts one more; the time to wait when it is one too many. */
    public Optional<Duration> add(String key) {
        Instant now = clock.instant();
        Count count = counts.asMap().compute(key, (k, old) -> next(old, now));
        return count.number > limit ? Optional.of(Duration.between(now, count.ends)) : Optional.empty();
    }

    /** Forgets a key. */
    public void clear(String key) {
        counts.invalidate(key);
    }

    private Count next(@Nullable Count old, Instant now) {
        if (old == null || !now.isBefore(old.ends)) {
            return new Count(1, now.plus(window));
        }
        return new Count(old.number + 1, old.ends);
    }

    private record Count(int number, Instant ends) {}
}
