package org.tombolo.media.hls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.FragmentSink;
import org.tombolo.media.mp4.Init;

/**
 * One share by HLS: live, rewound, and after its end as long as there is memory for it. Written by one thread at a time, read by any.
 * Who waits for what has not come yet is told on the writing thread.
 */
public final class HlsStream implements FragmentSink {
    /** bis 6.2.5.2: who has waited for three target durations is to be told that there is trouble. */
    public static final Duration PATIENCE = Duration.ofSeconds(3 * Segmenter.LONGEST_SECONDS);
    /** So many may wait for the next part of one share. */
    static final int MOST_WAITING = 2000;
    /** Who has asked for a playlist so lately is still watching. */
    private static final Duration WATCHING = Duration.ofSeconds(10);

    private final RewindMemory memory;
    private final Clock clock;
    private final int clockRate;
    private final Runnable keyframeRequest;
    private final Segmenter segmenter;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final TreeMap<Integer, Init> inits = new TreeMap<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private Instant asked = Instant.MIN;
    private boolean over;
    private long ticks;
    private long octets;
    private Optional<Window> window = Optional.empty();

    private record Waiter(long segment, int part, Runnable told) {}

    /**
     * @param keyframeRequest asks the phone for a key frame, so that a segment can end
     */
    public HlsStream(RewindMemory memory, int clockRate, Clock clock, Runnable keyframeRequest) {
        this.memory = memory;
        this.clock = clock;
        this.clockRate = clockRate;
        this.keyframeRequest = keyframeRequest;
        this.segmenter = new Segmenter(clockRate, clock);
    }

    @Override
    public void init(Init init) {
        List<Runnable> told;
        synchronized (this) {
            segmenter.init().ifPresent(this::keep);
            inits.put(segmenter.growing().init(), init);
            told = changed();
        }
        told.forEach(Runnable::run);
    }

    @Override
    public void fragment(Fragment fragment) {
        List<Runnable> told;
        boolean wanted;
        synchronized (this) {
            if (over) {
                return;
            }
            int parts = segmenter.growing().parts().size();
            Optional<Segment> ended = segmenter.fragment(fragment);
            ended.ifPresent(this::keep);
            boolean more = ended.isPresent() || segmenter.growing().parts().size() > parts;
            told = more ? changed() : List.of();
            wanted = isWatched() && segmenter.wantsKeyframe();
        }
        told.forEach(Runnable::run);
        if (wanted) {
            keyframeRequest.run();
        }
    }

    private boolean isWatched() {
        return asked.plus(WATCHING).isAfter(clock.instant());
    }

    private boolean hasKeyframeLately() {
        return segmenter.hasKeyframe()
                || (!segments.isEmpty() && segments.getLast().hasKeyframe());
    }

    /** Nothing follows; what there is may be played again. */
    public void end() {
        List<Runnable> told;
        synchronized (this) {
            if (over) {
                return;
            }
            segmenter.end().ifPresent(this::keep);
            over = true;
            told = changed();
        }
        memory.over(this);
        memory.isFull();
        told.forEach(Runnable::run);
    }

    /** Gives up everything. */
    public synchronized void forget() {
        while (!segments.isEmpty()) {
            dropOldest();
        }
        inits.clear();
        window = Optional.empty();
        memory.forgotten(this);
    }

    private void keep(Segment segment) {
        segments.add(segment);
        ticks += segment.ticks();
        octets += segment.octets();
        memory.add(segment.octets());
        while (segments.size() > 1 && isTooMuch()) {
            dropOldest();
        }
    }

    private boolean isTooMuch() {
        RewindMemory.Limits limits = memory.limits();
        boolean spare = ticks - segments.peek().ticks() >= (long) Window.LEAST_SECONDS * clockRate;
        boolean tooLong = ticks > limits.length().toSeconds() * clockRate;
        return octets > limits.octets() || (spare && (tooLong || memory.isFull()));
    }

    private void dropOldest() {
        Segment oldest = segments.remove();
        ticks -= oldest.ticks();
        octets -= oldest.octets();
        memory.add(-oldest.octets());
        Segment next = segments.isEmpty() ? segmenter.growing() : segments.peek();
        inits.headMap(next.init()).clear();
    }

    private List<Runnable> changed() {
        window = Optional.empty();
        if (waiters.isEmpty()) {
            return List.of();
        }
        Window now = window();
        List<Waiter> ready =
                waiters.stream().filter(w -> now.has(w.segment(), w.part())).toList();
        waiters.removeAll(ready);
        return ready.stream().map(Waiter::told).toList();
    }

    /** What can be asked for of a stream. */
    public enum Availability {
        /** It is there, or will never be. */
        NOW,
        /** It is what comes next. */
        SOON,
        /** It is further away than anybody may ask for. */
        TOO_FAR
    }

    /**
     * When a playlist can be had that has something.
     *
     * @param segment media sequence number
     * @param part of that segment, or -1 for all of it
     */
    public Availability playlist(long segment, int part) {
        Window now = window();
        if (now.has(segment, part)) {
            return Availability.NOW;
        }
        // bis 6.2.5.2: further than two segments ahead is a mistake of the client's
        return segment > now.growing().number() + 1 ? Availability.TOO_FAR : Availability.SOON;
    }

    /** Whether a part is the one that comes next, which a preload hint names. */
    public boolean isNext(long segment, int part) {
        Window now = window();
        return !now.over()
                && segment == now.growing().number()
                && part == now.growing().parts().size();
    }

    /**
     * Tells once, when {@link #playlist} says NOW.
     *
     * @param told not to block; may be run before this returns
     * @return false when too many wait already
     */
    public boolean await(long segment, int part, Runnable told) {
        synchronized (this) {
            if (!window().has(segment, part)) {
                return waiters.size() < MOST_WAITING && waiters.add(new Waiter(segment, part, told));
            }
        }
        told.run();
        return true;
    }

    /** Does not tell any more. */
    public synchronized void cancel(Runnable told) {
        waiters.removeIf(waiter -> waiter.told() == told);
    }

    /**
     * The multivariant playlist; empty when nothing is kept.
     *
     * @param query what is to be appended to URIs, such as {@code ?t=...}, or empty
     */
    public synchronized Optional<String> multivariant(String query) {
        return Optional.ofNullable(inits.lastEntry())
                .map(init -> Playlists.multivariant(window(), init.getValue(), query));
    }

    /**
     * The media playlist; empty when nothing is kept. Who comes when nobody was there, and finds no key frame near the end, has the phone asked
     * for one at once.
     *
     * @param delta whether the client knows the older segments (bis 6.2.5.1)
     * @param query what is to be appended to URIs
     */
    public Optional<String> media(boolean delta, String query) {
        Window now;
        boolean newcomer;
        synchronized (this) {
            newcomer = !over && !isWatched() && !hasKeyframeLately();
            asked = clock.instant();
            now = window();
            if (newcomer) {
                segmenter.hurry();
            }
        }
        if (newcomer) {
            keyframeRequest.run();
        }
        return now.isEmpty() ? Optional.empty() : Optional.of(Playlists.media(now, delta, query));
    }

    /** An init segment. */
    public synchronized Optional<byte[]> init(int number) {
        return Optional.ofNullable(inits.get(number)).map(Init::bytes);
    }

    /** What a whole segment consists of. */
    public Optional<List<byte[]>> segment(long number) {
        return window().find(number).map(Segment::fragments);
    }

    /** What a part consists of. */
    public Optional<List<byte[]>> part(long segment, int part) {
        Window now = window();
        Segment growing = now.growing();
        return now.find(segment)
                .or(() -> Optional.of(growing).filter(g -> g.number() == segment))
                .filter(found -> part < found.parts().size())
                .map(found -> found.parts().get(part).fragments());
    }

    synchronized Window window() {
        Window now = window.orElseGet(() -> new Window(List.copyOf(segments), segmenter.growing(), over, clockRate));
        window = Optional.of(now);
        return now;
    }
}
