package org.tombolo.gateway.interaction.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallJournal;
import org.tombolo.gateway.interaction.EndReason;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.metrics.Metrics;

/**
 * The journal of calls: one thread writes what has gathered in one commit, and only then lets streams and sinks know. So
 * the order of a call's events is that of its changes, and nobody hears of what a crash could take back.
 */
public final class EventLog implements CallJournal, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLog.class);
    private static final int BATCH = 500;
    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);

    private final EventStore store;
    private final EventFeed feed;
    private final SinkDelivery delivery;
    private final CloudEvents events;
    private final Clock clock;
    private final Metrics.Counter lost;
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Map<CallId, Sink> sinks = new ConcurrentHashMap<>();
    private final Thread writer = new Thread(this::run, "call-journal");
    private volatile boolean closing;

    private record Job(EventStore.Entry entry, CompletableFuture<Call> done) {}

    public EventLog(
            EventStore store, EventFeed feed, SinkDelivery delivery, CloudEvents events, Clock clock, Metrics metrics) {
        this.store = store;
        this.feed = feed;
        this.delivery = delivery;
        this.events = events;
        this.clock = clock;
        this.lost = metrics.counter("tombolo_errors_total", "protocol", "store", "kind", "call_events");
    }

    /**
     * Begins, and does first what an earlier process left: calls that it did not end get their final event, and what
     * sinks wait for is delivered.
     */
    public void start() {
        store.waiting().forEach(delivery::deliver);
        List<EventStore.Unfinished> left = store.unfinished();
        left.forEach(u -> u.sink().ifPresent(s -> sinks.put(u.call().id(), s)));
        left.forEach(u -> changed(u.call().ended(EndReason.OTHER, clock.instant())));
        if (!left.isEmpty()) {
            log.warn("{} calls were cut off by the end of an earlier process", left.size());
        }
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public CompletableFuture<Call> created(Call call, Optional<Sink> sink) {
        sink.ifPresent(s -> sinks.put(call.id(), s));
        return append(call);
    }

    @Override
    public void changed(Call call) {
        append(call);
    }

    private CompletableFuture<Call> append(Call call) {
        Optional<Sink> sink =
                Optional.ofNullable(call.state().isFinal() ? sinks.remove(call.id()) : sinks.get(call.id()));
        CompletableFuture<Call> done = new CompletableFuture<>();
        queue.add(new Job(new EventStore.Entry(call, events.of(call), sink), done));
        return done;
    }

    // ---- the writer

    private void run() {
        long nextPurge = System.nanoTime();
        while (!closing || !queue.isEmpty()) {
            try {
                Optional.ofNullable(queue.poll(250, TimeUnit.MILLISECONDS)).ifPresent(this::writeWithOthers);
                if (System.nanoTime() - nextPurge >= 0) {
                    nextPurge = System.nanoTime() + PURGE_EVERY.toNanos();
                    store.purge(clock.instant().minus(KEPT), clock.instant());
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("call journal", e);
            }
        }
    }

    private void writeWithOthers(Job first) {
        List<Job> batch = new ArrayList<>(List.of(first));
        queue.drainTo(batch, BATCH - 1);
        if (written(batch.stream().map(Job::entry).toList())) {
            batch.forEach(this::publish);
        } else {
            batch.forEach(j -> {
                lost.increment();
                j.done.completeExceptionally(new IllegalStateException("the call store refused the call"));
            });
        }
    }

    private boolean written(List<EventStore.Entry> entries) {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                store.write(entries);
                return true;
            } catch (RuntimeException e) {
                log.error("{} changes of calls could not be written, attempt {}", entries.size(), tries, e);
                if (tries == TRIES || !slept(pause)) {
                    return false;
                }
                pause = pause.multipliedBy(2);
            }
        }
    }

    private static boolean slept(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void publish(Job job) {
        job.done.complete(job.entry.call());
        feed.published(job.entry.call().id());
        job.entry
                .sink()
                .ifPresent(s -> delivery.deliver(
                        new Delivery(job.entry.event(), s, job.entry.call().owner())));
    }

    /** Writes what is left, then stops. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
