package org.tombolo.media.srtp;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of one peer and how their packets are opened. A phone that starts its stream anew has another source each time; one
 * that is silent makes room for the next. What a source has sent could be replayed once it is forgotten (RFC 3711 3.3.2), so that this
 * happens only when all places are taken. Not for several threads at once.
 *
 * @param <C> what opens the packets of a source
 */
final class Sources<C> {
    /** A browser that only receives has one or two, a phone one; more are somebody's attempt to fill our memory. */
    static final int MOST = 16;

    /** Twice the longest interval of RTCP that RFC 3550 6.2 recommends. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private final Map<Integer, Source<C>> known = new HashMap<>();

    private static final class Source<C> {
        private final C context;
        private long heard;

        Source(C context, long heard) {
            this.context = context;
            this.heard = heard;
        }
    }

    /** What opens the packets of a source; empty when it is new. */
    Optional<C> of(int ssrc) {
        return Optional.ofNullable(known.get(ssrc)).map(source -> source.context);
    }

    /**
     * A genuine packet came; false when its source is one too many.
     *
     * @param now nanoseconds of a clock that only goes on
     */
    boolean heard(int ssrc, C context, long now) {
        Source<C> source = known.get(ssrc);
        if (source != null) {
            source.heard = now;
            return true;
        }
        if (known.size() >= MOST && !forgetOne(now)) {
            return false;
        }
        known.put(ssrc, new Source<>(context, now));
        return true;
    }

    private boolean forgetOne(long now) {
        return known.entrySet().stream()
                .filter(entry -> now - entry.getValue().heard >= SILENCE.toNanos())
                .max(Comparator.comparingLong(entry -> now - entry.getValue().heard))
                .map(Map.Entry::getKey)
                .map(known::remove)
                .isPresent();
    }
}
