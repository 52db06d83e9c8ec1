package org.tombolo.gateway.interaction.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.event.SinkClient.Attempt;
import org.tombolo.gateway.interaction.event.SinkClient.Kind;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;

/**
 * Brings events to sinks: those of one call or push in their order and one at a time, at most a few at a time to one host, so that
 * a slow sink delays nobody else. Failures are retried with growing pauses until the event is too old.
 */
public final class SinkDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkDelivery.class);

    /**
     * How persistent delivery is.
     *
     * @param attempts for each event
     * @param age older events are given up
     * @param pause before the second attempt; doubled each time, up to a minute
     * @param perHost attempts at a time to one host
     * @param waiting events that may wait in memory; more are given up
     */
    public record Limits(int attempts, Duration age, Duration pause, int perHost, int waiting) {
        private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
        private static final Duration LONGEST_WISH = Duration.ofMinutes(10);

        /** Ten attempts in about five minutes, four at a time to one host. */
        public static Limits usual() {
            return new Limits(10, Duration.ofHours(1), Duration.ofSeconds(1), 4, 100_000);
        }

        Duration pause(int attempt) {
            Duration grown = pause.multipliedBy(1L << Math.min(attempt - 1, 20));
            return grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE;
        }
    }

    private final SinkClient client;
    private final DeliveryLog log;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Limits limits;
    private final Clock clock;
    private final RandomGenerator random;
    private final Trace trace;
    private final Metrics metrics;

    private final Map<SessionId, Lane> lanes = new HashMap<>();
    private final Map<String, Host> hosts = new HashMap<>();
    private int waiting;

    /** The events of one call or push on their way. */
    private static final class Lane {
        final AttemptLog log;
        final Queue<Delivery> events = new ArrayDeque<>();
        int attempts;

        Lane(AttemptLog log) {
            this.log = log;
        }
    }

    /** The lanes that want to reach one host. */
    private static final class Host {
        final Queue<Lane> ready = new ArrayDeque<>();
        int busy;
    }

    /**
     * Delivery on the caller's executors, which it does not close.
     *
     * @param workers run attempts, which block; bounded
     * @param timer runs no more than short tasks
     */
    public SinkDelivery(
            SinkClient client,
            DeliveryLog log,
            ExecutorService workers,
            ScheduledExecutorService timer,
            Limits limits,
            Clock clock,
            RandomGenerator random,
            Trace trace,
            Metrics metrics) {
        this.client = client;
        this.log = log;
        this.workers = workers;
        this.timer = timer;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.trace = trace;
        this.metrics = metrics;
        metrics.gauge("tombolo_sink_events_waiting", this::waiting);
    }

    /** Takes an event of a call; never blocks. */
    public void deliver(Delivery delivery) {
        deliver(delivery, log);
    }

    /**
     * Takes an event; never blocks.
     *
     * @param noted keeps what becomes of it
     */
    public synchronized void deliver(Delivery delivery, AttemptLog noted) {
        if (waiting >= limits.waiting()) {
            note(noted, delivery, new Attempt(Kind.REFUSED, "given up: too many events wait"), Duration.ZERO, true);
            return;
        }
        waiting++;
        Lane lane = lanes.computeIfAbsent(delivery.event().session(), c -> new Lane(noted));
        lane.events.add(delivery);
        if (lane.events.size() == 1) {
            ready(lane);
        }
    }

    /**
     * Sends events again that were delivered or given up.
     *
     * @param sequence of one event, or none for all of the call
     * @return how many
     */
    public int again(CallId call, Optional<Integer> sequence) {
        List<Delivery> reopened = log.reopened(call, sequence);
        reopened.forEach(this::deliver);
        return reopened.size();
    }

    /** How many events wait. */
    public synchronized int waiting() {
        return waiting;
    }

    private synchronized void ready(Lane lane) {
        Host host = hosts.computeIfAbsent(host(lane.events.element()), h -> new Host());
        host.ready.add(lane);
        next(host);
    }

    private synchronized void next(Host host) {
        while (host.busy < limits.perHost() && !host.ready.isEmpty()) {
            Lane lane = host.ready.remove();
            Delivery head = lane.events.element();
            host.busy++;
            try {
                workers.execute(() -> attempt(lane, host, head));
            } catch (RejectedExecutionException e) {
                host.busy--; // we are closing; the store knows who waits
                return;
            }
        }
        if (host.busy == 0 && host.ready.isEmpty()) {
            hosts.values().remove(host);
        }
    }

    private void attempt(Lane lane, Host host, Delivery head) {
        long begun = System.nanoTime();
        Attempt attempt = tried(head);
        trace(head, attempt);
        boolean again = attempt.kind() == Kind.FAILED && worthwhile(lane, head);
        note(lane.log, head, attempt, Duration.ofNanos(System.nanoTime() - begun), !again);
        done(lane, host, attempt, again);
    }

    private Attempt tried(Delivery head) {
        try {
            return client.post(head);
        } catch (RuntimeException e) {
            LOG.error("delivery to {}", host(head), e);
            return new Attempt(Kind.REFUSED, e.toString());
        }
    }

    private boolean worthwhile(Lane lane, Delivery head) {
        Instant oldest = clock.instant().minus(limits.age());
        return lane.attempts + 1 < limits.attempts() && head.event().time().isAfter(oldest);
    }

    private synchronized void done(Lane lane, Host host, Attempt attempt, boolean again) {
        host.busy--;
        if (again) {
            lane.attempts++;
            retryLater(lane, attempt.retryAfter());
        } else {
            lane.attempts = 0;
            Delivery settled = lane.events.remove();
            waiting--;
            if (lane.events.isEmpty()) {
                lanes.remove(settled.event().session());
            } else {
                ready(lane);
            }
        }
        next(host);
    }

    // A sink may ask for more time than we would give it, never for less.
    private void retryLater(Lane lane, Optional<Duration> asked) {
        Duration ours = limits.pause(lane.attempts);
        long pause = asked.filter(a -> a.compareTo(ours) > 0)
                .map(a -> a.compareTo(Limits.LONGEST_WISH) < 0 ? a : Limits.LONGEST_WISH)
                .orElse(ours)
                .toMillis();
        try {
            // Spread over half the pause, so that a sink that comes back is not met by all at once.
            long jitter = random.nextLong(pause / 2 + 1);
            timer.schedule(() -> ready(lane), pause + jitter, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing: {} events stay in the store", lane.events.size());
        }
    }

    private void note(AttemptLog noted, Delivery delivery, Attempt attempt, Duration took, boolean settled) {
        if (settled) {
            String result = attempt.kind() == Kind.DELIVERED ? "delivered" : "given_up";
            metrics.counter("tombolo_sink_events_total", "result", result).increment();
        }
        try {
            noted.attempted(delivery.event(), clock.instant(), attempt, took, settled);
        } catch (RuntimeException e) {
            LOG.error("cannot note the attempt at event {}", delivery.event().id(), e);
        }
    }

    private void trace(Delivery event, Attempt attempt) {
        trace.record(new TraceEvent(
                event.event().session(),
                clock.instant(),
                TraceEvent.Protocol.WEBHOOK,
                TraceEvent.US,
                host(event),
                "event " + event.event().sequence() + ": " + attempt.what(),
                ""));
    }

    private static String host(Delivery event) {
        return event.sink().uri().getHost();
    }

    /** Takes nothing more; what waits stays in the store. */
    @Override
    public synchronized void close() {
        lanes.clear();
        hosts.clear();
    }
}
