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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallEnd;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallJournal;
import org.tombolo.gateway.interaction.CallNote;
import org.tombolo.gateway.interaction.RecordingResult;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.DialogRecord;

/**
 * The journal of calls: one thread writes what has gathered in one commit, and only then lets streams and sinks know. So
 * the order of a call's events is that of its changes, and nobody hears of what a crash could take back.
 */
public final class EventLog implements CallJournal, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLog.class);
    private static final int BATCH = 500;
    /** Least time between two commits: who comes after a rest does not wait. */
    private static final Duration PACE = Duration.ofMillis(10);

    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);

    private final EventStore store;
    private final EventFeed feed;
    private final SinkDelivery delivery;
    private final CloudEvents events;
    private final Consumer<List<DialogRecord>> orphans;
    private final Predicate<CallId> recorded;
    private final Clock clock;
    private final Metrics.Counter lost;
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Map<CallId, Sink> sinks = new ConcurrentHashMap<>();
    private final Thread writer = new Thread(this::run, "call-journal");
    private volatile boolean closing;
    private long nextWrite = System.nanoTime();

    private record Job(
            Optional<EventStore.Entry> entry, Optional<EventStore.KeptLeg> leg, CompletableFuture<Call> done) {}

    /**
     * @param orphans ends dialogs that an earlier process left; blocks
     * @param recorded whether there is a recording of a call that an earlier process left; blocks
     */
    public EventLog(
            EventStore store,
            EventFeed feed,
            SinkDelivery delivery,
            CloudEvents events,
            Consumer<List<DialogRecord>> orphans,
            Predicate<CallId> recorded,
            Clock clock,
            Metrics metrics) {
        this.store = store;
        this.feed = feed;
        this.delivery = delivery;
        this.events = events;
        this.orphans = orphans;
        this.recorded = recorded;
        this.clock = clock;
        this.lost = metrics.counter("tombolo_errors_total", "protocol", "store", "kind", "call_events");
    }

    /**
     * Begins, and does first what an earlier process left: the legs of calls that it did not end are ended, the calls get
     * their final event, and what sinks wait for is delivered.
     */
    public void start() {
        store.waiting().forEach(delivery::deliver);
        List<EventStore.Unfinished> left = store.unfinished();
        left.forEach(u -> u.sink().ifPresent(s -> sinks.put(u.call().id(), s)));
        writer.setDaemon(true);
        writer.start();
        if (!left.isEmpty()) {
            log.warn("{} calls were cut off by the end of an earlier process", left.size());
            Thread ender = new Thread(() -> finish(left), "call-orphans");
            ender.setDaemon(true);
            ender.start();
        }
    }

    // The final event comes behind the attempt, so that a crash in between leaves it to the next process.
    private void finish(List<EventStore.Unfinished> left) {
        orphans.accept(store.legs().stream().map(EventStore.KeptLeg::dialog).toList());
        left.forEach(u -> append(u.call()
                .ended(CallEnd.RESTARTED, clock.instant())
                .recorded(recorded.test(u.call().id()) ? RecordingResult.SUCCESS : RecordingResult.FAIL)));
    }

    @Override
    public CompletableFuture<Call> created(Call call, Optional<Sink> sink) {
        sink.ifPresent(s -> sinks.put(call.id(), s));
        return append(call);
    }

    @Override
    public CompletableFuture<Call> changed(Call call) {
        return append(call);
    }

    @Override
    public CompletableFuture<Call> noted(Call call, CallNote note) {
        return append(call, events.of(call, note, clock.instant()));
    }

    private CompletableFuture<Call> append(Call call) {
        return append(call, events.of(call));
    }

    private CompletableFuture<Call> append(Call call, CallEvent event) {
        Optional<Sink> sink =
                Optional.ofNullable(call.state().isFinal() ? sinks.remove(call.id()) : sinks.get(call.id()));
        CompletableFuture<Call> done = new CompletableFuture<>();
        queue.add(new Job(Optional.of(new EventStore.Entry(call, event, sink)), Optional.empty(), done));
        return done;
    }

    @Override
    public void leg(CallId call, String name, DialogRecord dialog) {
        queue.add(new Job(
                Optional.empty(), Optional.of(new EventStore.KeptLeg(call, name, dialog)), new CompletableFuture<>()));
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
        pace();
        List<Job> batch = new ArrayList<>(List.of(first));
        queue.drainTo(batch, BATCH - 1);
        if (written(batch)) {
            batch.forEach(this::publish);
        } else {
            batch.forEach(j -> {
                lost.increment();
                j.done.completeExceptionally(new IllegalStateException("the call store refused the call"));
            });
        }
    }

    /** A commit writes the last pages of each table and index, for one change as for a hundred. */
    private void pace() {
        LockSupport.parkNanos(nextWrite - System.nanoTime());
        nextWrite = System.nanoTime() + PACE.toNanos();
    }

    private boolean written(List<Job> batch) {
        List<EventStore.Entry> entries =
                batch.stream().flatMap(j -> j.entry.stream()).toList();
        List<EventStore.KeptLeg> legs =
                batch.stream().flatMap(j -> j.leg.stream()).toList();
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                store.write(entries, legs);
                return true;
            } catch (RuntimeException e) {
                log.error("{} changes of calls could not be written, attempt {}", batch.size(), tries, e);
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
        job.entry.ifPresent(entry -> {
            job.done.complete(entry.call());
            feed.published(entry.call().id());
            entry.sink()
                    .ifPresent(s -> delivery.deliver(
                            new Delivery(entry.event(), s, entry.call().owner())));
        });
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
