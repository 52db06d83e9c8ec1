package org.tombolo.media.transcode;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.media.transcode.wire.Codec;
import org.tombolo.media.transcode.wire.Message;
import org.tombolo.metrics.Metrics;

/**
 * The transcoder in a process of its own: started when the first stream is opened, stopped a while after the last one was closed. When it
 * crashes or hangs it is started again, after pauses that double, and its streams go on.
 */
public final class ChildTranscoder implements Transcoder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildTranscoder.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** One that lived so long did not fail at once. */
    private static final long STEADY = Duration.ofSeconds(20).toNanos();
    /** Starts in a row that failed, from which on it is said to be failing. */
    private static final int FAILING = 3;

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Pictures by themselves that are being made; each is soon done. */
    private static final int MOST_STILLS = 4;

    private final Installation installation;
    private final Options options;
    private final ScheduledExecutorService thread;
    private final Semaphore videos;
    private final Semaphore sounds;
    private final Semaphore stills = new Semaphore(MOST_STILLS);
    private final Map<Integer, Transcoding> transcodings = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Counts counts;
    private volatile int failures;
    private volatile State state = State.STOPPED;
    private volatile @Nullable Child child;
    private long since;

    /**
     * Moves on the supervising thread alone: STOPPED -> RUNNING with the first stream; RUNNING -> STOPPED without streams for a while;
     * RUNNING -> PAUSING when the process ended while there were streams, -> STOPPED when there were none; PAUSING -> RUNNING; any ->
     * CLOSED.
     */
    private enum State {
        STOPPED,
        RUNNING,
        PAUSING,
        CLOSED
    }

    /**
     * Bounds.
     *
     * @param videos how many videos are transcoded at a time
     * @param sounds how many sounds are
     * @param idle how long it stays without a stream
     * @param patience how long native code may take over a frame before it is taken to be stuck
     * @param workers how many streams it works on at the same moment
     */
    public record Options(int videos, int sounds, Duration idle, Duration patience, int workers) {}

    private record Counts(Metrics.Counter accepted, Metrics.Counter refused, Metrics.Counter crashed) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    metrics.counter("tombolo_transcodings_total", "result", "accepted"),
                    metrics.counter("tombolo_transcodings_total", "result", "refused"),
                    metrics.counter("tombolo_errors_total", "protocol", "transcoder", "kind", "ended"));
        }
    }

    /** @param thread of one thread, which may wait some milliseconds for a process to start; closed with this */
    public ChildTranscoder(
            Installation installation, Options options, ScheduledExecutorService thread, Metrics metrics) {
        this.installation = installation;
        this.options = options;
        this.thread = thread;
        this.videos = new Semaphore(options.videos());
        this.sounds = new Semaphore(options.sounds());
        this.counts = Counts.of(metrics);
        metrics.gauge("tombolo_transcodings_active", transcodings::size);
    }

    @Override
    public TranscoderStatus status() {
        boolean failing = failures >= FAILING;
        String words = transcodings.size() + " streams, " + (state == State.RUNNING ? "runs" : "starts when needed");
        return failing
                ? new TranscoderStatus(TranscoderStatus.State.FAILING, "ends as soon as it is started")
                : new TranscoderStatus(TranscoderStatus.State.READY, words);
    }

    /** The number of its process while it runs. */
    Optional<Long> pid() {
        return Optional.ofNullable(child).map(Child::pid);
    }

    @Override
    public boolean hasPlace(Codec to) {
        return places(to).availablePermits() > 0;
    }

    @Override
    public Opening open(Recipe recipe, Group group, Output output) {
        Semaphore places = places(recipe.to());
        if (!places.tryAcquire()) {
            counts.refused().increment();
            return new Refused("as much is transcoded as this gateway is set up for", true);
        }
        Transcoding made = new Transcoding(ids.incrementAndGet(), recipe, group, output, System::nanoTime, this::left);
        transcodings.put(made.id(), made);
        group.add(made);
        try {
            thread.execute(() -> serve(made));
        } catch (RejectedExecutionException e) {
            made.close();
            return new Refused("the gateway is stopping", false);
        }
        counts.accepted().increment();
        return new Opened(made);
    }

    private Semaphore places(Codec to) {
        if (to.isStill()) {
            return stills;
        }
        return to.isPicture() ? videos : sounds;
    }

    private void left(Transcoding transcoding) {
        transcodings.remove(transcoding.id());
        places(transcoding.recipe().to()).release();
    }

    private void serve(Transcoding transcoding) {
        Child running = child;
        if (running != null) {
            transcoding.attach(running);
        } else if (state == State.STOPPED) {
            start();
        }
    }

    private void start() {
        if (state == State.CLOSED || child != null) {
            return;
        }
        if (transcodings.isEmpty()) {
            state = State.STOPPED; // given up in the pause
            return;
        }
        since = System.nanoTime();
        try {
            Child started = Child.start(installation, options.workers(), new Received());
            child = started;
            state = State.RUNNING;
            transcodings.values().forEach(transcoding -> transcoding.attach(started));
            LOG.info("transcoder started, process {}", started.pid());
            look(started, System.nanoTime());
        } catch (IOException e) {
            LOG.warn("the transcoder does not start: {}", e.getMessage());
            pause();
        }
    }

    /** Ends one that is stuck or that nobody needs; looks again in a while. */
    private void look(Child running, long needed) {
        if (running != child || state != State.RUNNING) {
            return;
        }
        long now = System.nanoTime();
        boolean needless = transcodings.isEmpty();
        long patience = options.patience().toNanos();
        failures = now - since > STEADY ? 0 : failures;
        if (transcodings.values().stream().anyMatch(t -> t.stuck().orElse(0L) > patience)) {
            LOG.warn("the transcoder is stuck with a frame");
            running.kill();
        } else if (needless && now - needed >= options.idle().toNanos()) {
            LOG.info("transcoder stopped, nobody needs it");
            child = null;
            state = State.STOPPED;
            running.end();
        } else {
            long lastNeeded = needless ? needed : now;
            long wait =
                    Math.min(LOOK.toNanos(), Math.min(patience, options.idle().toNanos()));
            thread.schedule(() -> look(running, lastNeeded), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void ended(Child gone, String how) {
        if (gone != child || state == State.CLOSED) {
            return; // it was told to
        }
        LOG.warn("the transcoder has gone: {}", how);
        counts.crashed().increment();
        child = null;
        transcodings.values().forEach(Transcoding::detach);
        pause();
    }

    private void pause() {
        failures = System.nanoTime() - since > STEADY ? 1 : failures + 1;
        if (transcodings.isEmpty()) {
            state = State.STOPPED;
            return;
        }
        state = State.PAUSING;
        int doublings = Math.min(failures - 1, 10);
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << doublings);
        thread.schedule(this::start, pause, TimeUnit.MILLISECONDS);
    }

    private final class Received implements Child.Receiver {
        @Override
        public void received(Child from, Message message) {
            Transcoding transcoding = transcodings.get(message.stream());
            if (transcoding == null) {
                return; // closed meanwhile
            }
            try {
                transcoding.received(from, message);
            } catch (RuntimeException e) {
                LOG.warn("what was transcoded is not taken", e);
                transcoding.fail("what comes of it cannot be used");
            }
        }

        @Override
        public void ended(Child gone, String how) {
            try {
                thread.execute(() -> ChildTranscoder.this.ended(gone, how));
            } catch (RejectedExecutionException e) {
                LOG.debug("the gateway is stopping");
            }
        }
    }

    @Override
    public void close() {
        state = State.CLOSED;
        thread.shutdownNow();
        Child running = child;
        if (running != null) {
            running.kill();
        }
        transcodings.values().forEach(transcoding -> transcoding.fail("the gateway is stopping"));
    }
}
