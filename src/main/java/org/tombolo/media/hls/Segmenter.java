package org.tombolo.media.hls;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.media.mp4.Fragment;

/**
 * Cuts fragments into parts and segments. A fragment is only taken over when the one after it has come, which tells how long it
 * really is. Segments begin at key frames where the phone sends them in time, and are never longer than
 * {@link #LONGEST_SECONDS}: a phone that sends a key frame at the start alone is cut where it must be. The first one is a single part: players
 * that know no parts wait for it.
 */
final class Segmenter {
    /** Not to be reached by any segment: EXT-X-TARGETDURATION (RFC 8216 4.3.3.1). */
    static final int LONGEST_SECONDS = 4;
    /** From this length on a segment ends before the next key frame. */
    private static final int WANTED_SECONDS = 2;
    /** Parts come twice a second: at a phone's 15 frames a second, a part is never below 85% of its target (bis 4.4.4.9). */
    static final int PARTS_A_SECOND = 2;

    /** Whatever a phone sends. */
    private static final int MOST_OCTETS = 4 << 20;

    private final int clockRate;
    private final Clock clock;
    private final List<Part> parts = new ArrayList<>();
    private final List<byte[]> fragments = new ArrayList<>();
    private Optional<Fragment> waiting = Optional.empty();
    private boolean independent;
    private boolean asked;
    private boolean hurried;
    private boolean discontinuity;
    private long discontinuities;
    private long number;
    private int init = -1;
    private long partStart;
    private long segmentStart;
    private int octets;
    private Instant start = Instant.EPOCH;

    Segmenter(int clockRate, Clock clock) {
        this.clockRate = clockRate;
        this.clock = clock;
    }

    /** The segment that is growing. */
    Segment growing() {
        return new Segment(number, init, discontinuity, discontinuities, start, List.copyOf(parts));
    }

    /** Whether a key frame would let the segment end at its wanted length; told once a segment. */
    boolean wantsKeyframe() {
        boolean late = waiting.filter(f -> f.time() - segmentStart >= WANTED_SECONDS * clockRate)
                .isPresent();
        boolean wants = late && !asked;
        asked |= wants;
        return wants;
    }

    /** Whether the growing segment has a key frame so far. */
    boolean hasKeyframe() {
        return independent
                || waiting.filter(Fragment::key).isPresent()
                || growing().hasKeyframe();
    }

    /** Somebody has come who needs a key frame now: the segment ends before the next one, however short it is. */
    void hurry() {
        hurried = true;
        asked = true;
    }

    /**
     * Fragments of another init segment follow.
     *
     * @return the segment that this ends
     */
    Optional<Segment> init() {
        Optional<Segment> ended = end();
        discontinuity = init >= 0;
        init++;
        return ended;
    }

    /**
     * Takes the next fragment.
     *
     * @return the segment that ends before it
     */
    Optional<Segment> fragment(Fragment next) {
        if (!next.isPicture()) {
            beside(next);
            return Optional.empty();
        }
        return picture(next);
    }

    /** Sound goes along with the pictures that came with it. */
    private void beside(Fragment sound) {
        if (waiting.isPresent() && octets < MOST_OCTETS) {
            fragments.add(sound.bytes());
            octets += sound.bytes().length;
        }
    }

    private Optional<Segment> picture(Fragment next) {
        Optional<Segment> ended = Optional.empty();
        if (waiting.isPresent()) {
            Fragment last = waiting.get();
            boolean gap = next.time() - last.time() > clockRate;
            long until = gap ? last.time() + last.duration() : next.time();
            take(last);
            if (gap || ends(next)) {
                ended = Optional.of(cut(until));
                // A phone on hold: time goes on without a picture
                discontinuity |= gap;
            } else if (next.time() + last.duration() - partStart > clockRate / PARTS_A_SECOND) {
                part(until);
            }
        }
        if (parts.isEmpty() && (waiting.isEmpty() || ended.isPresent())) {
            segmentStart = next.time();
            partStart = next.time();
            start = clock.instant();
        }
        waiting = Optional.of(next);
        return ended;
    }

    private boolean ends(Fragment next) {
        long length = next.time() - segmentStart;
        if (octets + next.bytes().length > MOST_OCTETS) {
            return true;
        }
        if (number == 0) {
            return length + next.duration() > clockRate / PARTS_A_SECOND;
        }
        return next.key()
                ? hurried || length >= WANTED_SECONDS * clockRate
                : length + next.duration() > (long) LONGEST_SECONDS * clockRate;
    }

    /** Nothing follows. */
    Optional<Segment> end() {
        Optional<Segment> last = waiting.map(fragment -> {
            take(fragment);
            return cut(fragment.time() + fragment.duration());
        });
        waiting = Optional.empty();
        return last;
    }

    private void take(Fragment fragment) {
        fragments.add(fragment.bytes());
        octets += fragment.bytes().length;
        independent |= fragment.key();
    }

    private void part(long until) {
        parts.add(new Part(List.copyOf(fragments), until - partStart, independent));
        fragments.clear();
        independent = false;
        partStart = until;
    }

    private Segment cut(long until) {
        part(until);
        Segment segment = growing();
        parts.clear();
        octets = 0;
        number++;
        discontinuities += discontinuity ? 1 : 0;
        discontinuity = false;
        asked = false;
        hurried = false;
        return segment;
    }
}
