package org.tombolo.gateway.interaction.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.event.SinkClient.Attempt;
import org.tombolo.gateway.interaction.event.SinkClient.Kind;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;

/**
 * Brings events to sinks: those of one call in their order and one at a time, at most a few at a time to one host, so that
 * a slow sink delays nobody else. Failures are retried with growing pauses until the event is too old.
 */
public final class SinkDelivery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SinkDelivery.class);

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
    private final EventStore store;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Limits limits;
    private final Clock clock;
    private final RandomGenerator random;
    private final Trace trace;
    private final Metrics metrics;

    private final Map<CallId, Lane> lanes = new HashMap<>();
    private final Map<String, Host> hosts = new HashMap<>();
    private int waiting;

    /** The events of one call on their way. */
    private static final class Lane {
        final Queue<EventStore.Waiting> events = new ArrayDeque<>();
        int attempts;
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
            EventStore store,
            ExecutorService workers,
            ScheduledExecutorService timer,
            Limits limits,
            Clock clock,
            RandomGenerator random,
            Trace trace,
            Metrics metrics) {
        this.client = client;
        this.store = store;
        this.workers = workers;
        this.timer = timer;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.trace = trace;
        this.metrics = metrics;
        metrics.gauge("tombolo_sink_events_waiting", this::waiting);
    }

    /** Takes an event; never blocks. */
    public synchronized void deliver(CallEvent event, Sink sink) {
        if (waiting >= limits.waiting()) {
            settle(new EventStore.Waiting(event, sink), "given up, too many wait");
            return;
        }
        waiting++;
        Lane lane = lanes.computeIfAbsent(event.call(), c -> new Lane());
        lane.events.add(new EventStore.Waiting(event, sink));
        if (lane.events.size() == 1) {
            ready(lane);
        }
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
            EventStore.Waiting head = lane.events.element();
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

    private void attempt(Lane lane, Host host, EventStore.Waiting head) {
        Attempt attempt = tried(head);
        trace(head, attempt);
        boolean again = attempt.kind() == Kind.FAILED && worthwhile(lane, head);
        if (!again) {
            settle(head, attempt.kind() == Kind.DELIVERED ? "delivered" : "given up");
        }
        done(lane, host, head, again);
    }

    private Attempt tried(EventStore.Waiting head) {
        try {
            return client.post(head.event(), head.sink());
        } catch (RuntimeException e) {
            log.error("delivery to {}", host(head), e);
            return new Attempt(Kind.REFUSED, e.toString());
        }
    }

    private boolean worthwhile(Lane lane, EventStore.Waiting head) {
        Instant oldest = clock.instant().minus(limits.age());
        return lane.attempts + 1 < limits.attempts() && head.event().time().isAfter(oldest);
    }

    private synchronized void done(Lane lane, Host host, EventStore.Waiting head, boolean again) {
        host.busy--;
        if (again) {
            lane.attempts++;
            retryLater(lane);
        } else {
            lane.attempts = 0;
            lane.events.remove();
            waiting--;
            if (lane.events.isEmpty()) {
                lanes.remove(head.event().call());
            } else {
                ready(lane);
            }
        }
        next(host);
    }

    private void retryLater(Lane lane) {
        long pause = limits.pause(lane.attempts).toMillis();
        try {
            // Spread over half the pause, so that a sink that comes back is not met by all at once.
            long jitter = random.nextLong(pause / 2 + 1);
            timer.schedule(() -> ready(lane), pause + jitter, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("closing: {} events stay in the store", lane.events.size());
        }
    }

    private void settle(EventStore.Waiting event, String result) {
        metrics.counter(
                        "tombolo_sink_events_total",
                        "result",
                        result.startsWith("delivered") ? "delivered" : "given_up")
                .increment();
        try {
            store.settled(event.event());
        } catch (RuntimeException e) {
            log.error("cannot note that event {} is {}", event.event().id(), result, e);
        }
    }

    private void trace(EventStore.Waiting event, Attempt attempt) {
        trace.record(new TraceEvent(
                event.event().call().session(),
                clock.instant(),
                TraceEvent.Protocol.WEBHOOK,
                "tombolo",
                host(event),
                "event " + event.event().sequence() + ": " + attempt.what(),
                ""));
    }

    private static String host(EventStore.Waiting event) {
        return event.sink().uri().getHost();
    }

    /** Takes nothing more; what waits stays in the store. */
    @Override
    public synchronized void close() {
        lanes.clear();
        hosts.clear();
    }
}
