package org.tombolo.media.hls;

import java.util.List;
import java.util.Optional;

/**
 * What can be played of a share at one moment.
 *
 * @param segments whole ones, in order
 * @param growing the one that follows them
 * @param over whether nothing more comes
 * @param clockRate ticks a second
 */
record Window(List<Segment> segments, Segment growing, boolean over, int clockRate) {
    /** RFC 8216 6.2.2: what a live playlist never has less than. */
    static final int LEAST_SECONDS = 3 * Segmenter.LONGEST_SECONDS;

    boolean isEmpty() {
        return segments.isEmpty() && growing.parts().isEmpty();
    }

    /** A whole segment. */
    Optional<Segment> find(long number) {
        long index = segments.isEmpty() ? -1 : number - segments.get(0).number();
        return index < 0 || index >= segments.size() ? Optional.empty() : Optional.of(segments.get((int) index));
    }

    double seconds(long ticks) {
        return (double) ticks / clockRate;
    }

    /**
     * Whether a playlist of this moment is what a blocked request waits for (bis 6.2.5.2).
     *
     * @param part its number in the segment, negative for the whole segment
     */
    boolean has(long segment, int part) {
        return over
                || segment < growing.number()
                || (part >= 0
                        && segment == growing.number()
                        && part < growing.parts().size());
    }
}
