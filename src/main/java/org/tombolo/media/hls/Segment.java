package org.tombolo.media.hls;

import java.time.Instant;
import java.util.List;

/**
 * A media segment, whole or as far as it has come.
 *
 * @param number its media sequence number
 * @param init the number of the init segment that it needs
 * @param discontinuity whether it does not go on where the one before it ended
 * @param discontinuities how many discontinuities were before it, its own not counted
 * @param start when its first frame came
 * @param parts in order; of one that is still growing, those that are complete
 */
record Segment(long number, int init, boolean discontinuity, long discontinuities, Instant start, List<Part> parts) {

    long ticks() {
        return parts.stream().mapToLong(Part::ticks).sum();
    }

    int octets() {
        return parts.stream().mapToInt(Part::octets).sum();
    }

    boolean hasKeyframe() {
        return parts.stream().anyMatch(Part::independent);
    }

    List<byte[]> fragments() {
        return parts.stream().flatMap(part -> part.fragments().stream()).toList();
    }
}
