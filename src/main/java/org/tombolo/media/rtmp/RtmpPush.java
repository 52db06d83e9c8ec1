package org.tombolo.media.rtmp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.Frame;
import org.tombolo.media.FrameClock;
import org.tombolo.media.G711Track;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.SoundClock;
import org.tombolo.media.Track;

/**
 * One share on its way to an RTMP server: WAITING -> PUBLISHING with its first key frame, PUBLISHING -> WAITING when the connection is
 * lost, any -> over by {@link #close}. A thread of its own writes; between it and the stream stands a bounded queue.
 */
public final class RtmpPush implements MediaSink, AutoCloseable {
    private static final int MOST_OCTETS = 4 << 20;
    private static final int MOST_TAGS = 2000;
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A server that takes nothing for so long has stopped reading. */
    private static final long STALLED = Duration.ofSeconds(10).toNanos();

    private final RtmpTarget target;
    private final String name;
    private final RandomGenerator random;
    private final Events events;
    private final FrameClock clock = new FrameClock(H264Track.CLOCK_RATE);
    private SoundClock soundClock = new SoundClock(G711Track.CLOCK_RATE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<FlvTag> queue = new ArrayDeque<>();
    private int octets;
    private boolean skipping = true;
    private boolean over;
    private long taken;
    private Optional<H264Track> track = Optional.empty();
    private @Nullable RtmpPublisher publisher;

    /** What becomes of it; called on the pushing thread. */
    public interface Events {
        /** The server takes the stream; a key frame lets it begin. */
        void published();

        /** The connection is lost, or none came about. */
        void lost(String why, Duration retryIn);
    }

    /**
     * @param name of the stream at the server
     */
    public RtmpPush(RtmpTarget target, String name, RandomGenerator random, Events events) {
        this.target = target;
        this.name = name;
        this.random = random;
        this.events = events;
    }

    /** Begins to connect, on a thread of its own. */
    public void start() {
        Thread thread = new Thread(this::run, "rtmp");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void track(Track newTrack) {
        lock.lock();
        try {
            // FLV has H.264 and no other codec of ours
            track = Optional.of(newTrack).filter(H264Track.class::isInstance).map(H264Track.class::cast);
            skipping |= track.isEmpty();
            if (!skipping) {
                put(FlvTag.header(track.orElseThrow(), millis()));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void frame(Frame frame) {
        lock.lock();
        try {
            clock.advance(frame.time());
            soundClock.picture(frame.time(), clock.shown(), System.nanoTime());
            dropWhenFull();
            if (skipping && frame.key() && publisher != null && track.isPresent()) {
                skipping = false;
                put(FlvTag.header(track.get(), millis()));
            }
            if (!skipping) {
                int later = Math.max(0, clock.offset() * 1000 / H264Track.CLOCK_RATE);
                put(FlvTag.picture(millis(), later, frame.key(), frame.data()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the share's sound as G.711 or AAC. */
    public MediaSink sound() {
        return new Sound();
    }

    /** The picture's sender has told which of its timestamps was when on our clock. */
    public void pictureTold(int timestamp, long nanos) {
        lock.lock();
        try {
            soundClock.pictureTold(timestamp, nanos);
        } finally {
            lock.unlock();
        }
    }

    /** The sound's sender has. */
    public void soundTold(int timestamp, long nanos) {
        lock.lock();
        try {
            soundClock.soundTold(timestamp, nanos);
        } finally {
            lock.unlock();
        }
    }

    /** G.711 or AAC, which is all that FLV has a name for. */
    private final class Sound implements MediaSink {
        private Track kind = new G711Track(false);
        private long last;
        private boolean told;

        @Override
        public void track(Track newTrack) {
            lock.lock();
            try {
                kind = newTrack;
                told = false;
                soundClock = new SoundClock(newTrack.clockRate());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void frame(Frame frame) {
            lock.lock();
            try {
                long position = soundClock.position(frame.time(), System.nanoTime());
                long time = position * 1000 / kind.clockRate();
                told &= !skipping;
                if (!skipping && time >= last) {
                    last = time;
                    put(time, frame);
                }
            } finally {
                lock.unlock();
            }
        }

        private void put(long time, Frame frame) {
            if (kind instanceof G711Track g711) {
                RtmpPush.this.put(FlvTag.sound(time, g711.aLaw(), frame.data()));
                return;
            }
            if (!told) {
                told = true;
                RtmpPush.this.put(FlvTag.aacHeader(time));
            }
            RtmpPush.this.put(FlvTag.sound(time, frame.data()));
        }
    }

    private long millis() {
        return clock.decoded() * 1000 / H264Track.CLOCK_RATE;
    }

    private void put(FlvTag tag) {
        queue.add(tag);
        octets += tag.body().length;
        changed.signalAll();
    }

    /** What a slow server has not taken is given up, up to the next key frame; one that takes nothing is left. */
    private void dropWhenFull() {
        if (octets > MOST_OCTETS || queue.size() > MOST_TAGS) {
            forget();
        }
        if (publisher != null && taken != 0 && System.nanoTime() - taken > STALLED) {
            publisher.close();
        }
    }

    private void forget() {
        queue.clear();
        octets = 0;
        skipping = true;
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        while (!isOver()) {
            try (RtmpPublisher connection = RtmpPublisher.open(target, name, random)) {
                pause = SHORTEST_PAUSE;
                begin(connection);
                push(connection);
            } catch (IOException e) {
                lost(e, pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    private void begin(RtmpPublisher connection) {
        lock.lock();
        try {
            forget();
            publisher = connection;
        } finally {
            lock.unlock();
        }
        events.published();
    }

    private void push(RtmpPublisher connection) throws IOException {
        while (!isOver()) {
            connection.send(next());
        }
    }

    /** What waits; nothing when it is over, or while the phone is on hold: servers want to be answered all the same. */
    private List<FlvTag> next() throws IOException {
        lock.lock();
        try {
            taken = 0;
            long left = LOOK.toNanos();
            while (queue.isEmpty() && !over && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<FlvTag> tags = new ArrayList<>(queue);
            queue.clear();
            octets = 0;
            taken = System.nanoTime();
            return tags;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private void lost(IOException why, Duration pause) {
        lock.lock();
        try {
            publisher = null;
            forget();
            if (over) {
                return;
            }
        } finally {
            lock.unlock();
        }
        events.lost(String.valueOf(why.getMessage()), pause);
        rest(pause);
    }

    private void rest(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!over && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            over = true;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream at the server; what waits is given up. */
    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
            forget();
            if (publisher != null) {
                publisher.close();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
