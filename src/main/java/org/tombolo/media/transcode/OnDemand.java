package org.tombolo.media.transcode;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.Frame;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.transcode.wire.Codec;

/**
 * A source's frames in another codec, while anybody wants them and once for all who do. Sound and pictures of a source that nobody
 * watches cost no more than to keep what the newest picture builds on.
 */
public final class OnDemand implements MediaSink, AutoCloseable {
    /** Who has gone may come back, and players by HLS ask every few seconds. */
    private static final long LINGER = Duration.ofSeconds(15).toNanos();
    /** How often it is looked whether anybody is there, and how soon it is tried again after a refusal. */
    private static final long LOOK = Duration.ofMillis(500).toNanos();

    private final Transcoder transcoder;
    private final Codec to;
    private final MediaSink out;
    private final Demand demand;
    private final LongSupplier nanos;
    private Group group;
    private Optional<Track> track = Optional.empty();
    private @Nullable Transcoding transcoding;
    private @Nullable Flow flow;
    private long wanted;
    private long looked;
    private String obstacle = "";
    private boolean closed;
    private volatile long newest;

    /** Who wants it, and what is to be asked of the source. */
    public interface Demand {
        /** Whether anybody takes it now; asked twice a second. */
        boolean isThere();

        /** A key frame of the source is needed; any thread. */
        void keyframeWanted();

        /** It ended, or cannot be; in words. */
        void failed(String why);
    }

    /** How somebody who wants it is served. */
    public enum Answer {
        /** It flows. */
        NOW,
        /** It will in a moment. */
        SOON,
        /** All places are taken. */
        BUSY
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    public OnDemand(Transcoder transcoder, Codec to, MediaSink out, Demand demand, LongSupplier nanos) {
        this.transcoder = transcoder;
        this.to = to;
        this.out = out;
        this.demand = demand;
        this.nanos = nanos;
        this.group = to.isPicture() ? Group.ofPictures() : Group.ofSound();
        this.wanted = nanos.getAsLong() - LINGER;
        this.looked = nanos.getAsLong() - LOOK;
    }

    /** Somebody wants it, for the next seconds at least. From any thread. */
    public synchronized Answer want() {
        wanted = nanos.getAsLong();
        if (transcoding == null) {
            open();
        }
        if (transcoding == null) {
            return obstacle.isEmpty() ? Answer.SOON : Answer.BUSY;
        }
        return flow != null && flow.began ? Answer.NOW : Answer.SOON;
    }

    /** Asks for a key frame of what is made; the source is not troubled with it. From any thread. */
    public synchronized void requestKeyframe() {
        if (transcoding != null) {
            transcoding.requestKeyframe();
        }
    }

    /**
     * A time that the source's sender tells, by the clock of what is made; its frames have the same.
     *
     * @param timestamp the lower half of the source's times
     */
    public int timestamp(int timestamp) {
        long time = newest + (timestamp - (int) newest);
        int rate = track().map(Track::clockRate).orElse(to.clockRate());
        return (int) (time * to.clockRate() / rate);
    }

    private synchronized Optional<Track> track() {
        return track;
    }

    @Override
    public synchronized void track(Track newTrack) {
        boolean same = track.flatMap(Form::codec).equals(Form.codec(newTrack));
        track = Optional.of(newTrack);
        if (!same) {
            stop();
            group.forget();
        }
    }

    @Override
    public synchronized void frame(Frame frame) {
        if (track.isEmpty() || closed) {
            return;
        }
        newest = frame.time();
        group.frame(frame.time(), frame.key(), Form.octets(track.get(), frame));
        long now = nanos.getAsLong();
        if (now - looked >= LOOK) {
            looked = now;
            look(now);
        }
    }

    private void look(long now) {
        boolean there = demand.isThere();
        wanted = there ? now : wanted;
        if (transcoding == null && there) {
            open();
        } else if (now - wanted > LINGER) {
            stop();
        }
    }

    private void open() {
        Optional<Codec> from = track.flatMap(Form::codec);
        if (from.isEmpty() || closed) {
            return;
        }
        Flow made = new Flow();
        Transcoder.Opening opening = transcoder.open(Recipe.of(from.get(), to), group, made);
        String before = obstacle;
        if (opening instanceof Transcoder.Opened opened) {
            transcoding = opened.transcoding();
            flow = made;
            obstacle = "";
        } else {
            obstacle = ((Transcoder.Refused) opening).why();
            if (!obstacle.equals(before)) {
                demand.failed(obstacle);
            }
        }
    }

    private void stop() {
        if (transcoding != null) {
            transcoding.close();
            transcoding = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    /** Whether all that came has been worked off. */
    synchronized boolean isSettled() {
        return transcoding != null && transcoding.settled();
    }

    private synchronized void ended(Flow of, String why) {
        if (of == flow && !closed) {
            transcoding = null;
            demand.failed(why);
        }
    }

    /** Of one transcoding; its calls come without our monitor, in the group's or on the thread that reads. */
    private final class Flow implements Transcoder.Output {
        private final Made made = new Made(to, out);
        private volatile boolean began;

        @Override
        public void frame(long time, boolean key, byte[] data) {
            made.frame(time, key, data);
            began = true;
        }

        @Override
        public void keyframeWanted() {
            demand.keyframeWanted();
        }

        @Override
        public void failed(String why) {
            ended(this, why);
        }
    }
}
