package org.tombolo.gateway.interaction.recording;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.sound.Tap;
import org.tombolo.media.pcm.Sound;

/** Writes down one call: hears both parties on the threads of the media plane, and writes on threads of its own, twice a second. */
public final class Recorder implements Tap {
    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final long EVERY_MILLIS = 500;

    private final Opening opening;
    private final ScheduledExecutorService writers;
    private final Timeline timeline = new Timeline();
    private final long beginning = System.nanoTime();
    private final CompletableFuture<Optional<Recording>> done = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> turns;
    private @Nullable Files files;

    /** Makes the place for a recording. Blocks. */
    interface Opening {
        Files open() throws IOException;
    }

    /** Where a recording goes. Blocks. */
    interface Files {
        /** The next samples of both channels, in turn. */
        void append(short[] both) throws IOException;

        Recording keep(Duration length) throws IOException;

        void abandon();
    }

    Recorder(Opening opening, ScheduledExecutorService writers) {
        this.opening = opening;
        this.writers = writers;
    }

    synchronized void start() {
        turns = writers.scheduleWithFixedDelay(this::turn, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void heard(int channel, int timestamp, short[] samples, int count) {
        timeline.put(channel, timestamp, samples, count, now());
    }

    private long now() {
        return (System.nanoTime() - beginning) / 1000 * Sound.RATE / 1_000_000;
    }

    private synchronized void turn() {
        if (done.isDone()) {
            return;
        }
        try {
            if (files == null) {
                files = opening.open();
            }
            write(files, now());
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void write(Files to, long until) throws IOException {
        for (int count = timeline.ready(until); count > 0; count = timeline.ready(until)) {
            to.append(timeline.fetch(count));
        }
    }

    /** Ends it; empty when it has failed. */
    public CompletableFuture<Optional<Recording>> stop() {
        try {
            writers.execute(this::finish);
        } catch (RejectedExecutionException e) {
            fail(e);
        }
        return done;
    }

    private synchronized void finish() {
        turn();
        if (done.isDone() || files == null) {
            return;
        }
        try {
            // What the last packets were waited for with is no part of it.
            long end = now();
            int rest = (int) Math.min(Timeline.KEPT, end - timeline.fetched());
            files.append(timeline.fetch(rest));
            Duration length = Duration.ofMillis(timeline.fetched() * 1000 / Sound.RATE);
            over(Optional.of(files.keep(length)));
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void fail(Exception why) {
        log.error("a call cannot be recorded", why);
        if (files != null) {
            files.abandon();
        }
        over(Optional.empty());
    }

    private void over(Optional<Recording> recording) {
        if (turns != null) {
            turns.cancel(false);
        }
        done.complete(recording);
    }
}
