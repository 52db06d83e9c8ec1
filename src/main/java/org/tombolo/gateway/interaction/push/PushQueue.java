package org.tombolo.gateway.interaction.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.tombolo.gateway.interaction.push.Carrier.Outcome;
import org.tombolo.identity.Address;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;

/**
 * What is on its way: for each user one push after the other, in order, as soon as she registers and otherwise after a wait that
 * doubles with each failure. All work is done on one thread, which may wait for the store.
 */
public final class PushQueue {
    private static final int USERS_AT_ONCE = 64;
    /** The longest wait is the first one doubled this often. */
    private static final int DOUBLINGS = 6;

    private final Ports ports;
    private final Duration firstWait;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Queue<Lane> ready = new ArrayDeque<>();
    private final AtomicInteger size = new AtomicInteger();
    private int busy;

    /**
     * What it stands on.
     *
     * @param thread one
     */
    public record Ports(
            PushStore store,
            PushJournal journal,
            PushFeed feed,
            Ways ways,
            ScheduledExecutorService thread,
            Trace trace,
            Metrics metrics,
            RandomGenerator random,
            Clock clock) {}

    private record Entry(PushId id, Instant expires) {}

    /** The pushes to one user. */
    private static final class Lane {
        final String user;
        final Queue<Entry> entries = new ArrayDeque<>();
        Optional<Running> running = Optional.empty();
        Optional<Future<?>> timer = Optional.empty();
        int failures;
        /** She registered while something was under way to her. */
        boolean again;

        Lane(String user) {
            this.user = user;
        }

        void stopWaiting() {
            timer.ifPresent(t -> t.cancel(false));
            timer = Optional.empty();
        }
    }

    /** @param firstWait how long the first wait is before a user is tried again */
    public PushQueue(Ports ports, Duration firstWait) {
        this.ports = ports;
        this.firstWait = firstWait;
    }

    /** How many are not over. */
    public int size() {
        return size.get();
    }

    /** Takes a push that is written down. Never blocks. */
    void add(Push push) {
        size.incrementAndGet();
        ports.thread().execute(() -> {
            Lane lane = lanes.computeIfAbsent(push.to().text(), Lane::new);
            lane.entries.add(new Entry(push.id(), push.expiresAt()));
            pump(lane);
        });
    }

    /** Takes up what an earlier process left. */
    void resume(Push push) {
        if (push.state() == PushState.SENDING) {
            ports.journal().changed(push.moved(PushState.WAITING, "gatewayRestarted", push.way(), now()));
        }
        add(push);
    }

    /** A user has registered. Never blocks. */
    void reachable(Address user) {
        if (lanes.containsKey(user.text())) {
            ports.thread()
                    .execute(() -> Optional.ofNullable(lanes.get(user.text())).ifPresent(lane -> {
                        lane.failures = 0;
                        lane.again = lane.running.isPresent();
                        pump(lane);
                    }));
        }
    }

    /** Takes a push back; false when it was over before. */
    CompletableFuture<Boolean> cancel(PushId id, Address to) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        ports.thread()
                .execute(() -> done.complete(Optional.ofNullable(lanes.get(to.text()))
                        .map(lane -> cancel(id, lane))
                        .orElse(false)));
        return done;
    }

    private boolean cancel(PushId id, Lane lane) {
        Optional<Running> running = lane.running.filter(r -> r.push.id().equals(id));
        if (running.isPresent()) {
            running.get().cancel();
            return true;
        }
        boolean waits = lane.entries.removeIf(entry -> entry.id().equals(id));
        if (waits) {
            ports.store().find(id).ifPresent(push -> end(push, PushState.CANCELLED, "byClient", push.way()));
        }
        return waits;
    }

    // ---- one user

    private void pump(Lane lane) {
        lane.stopWaiting();
        if (lane.running.isPresent()) {
            return;
        }
        expire(lane);
        if (lane.entries.isEmpty()) {
            lanes.remove(lane.user);
        } else if (busy < USERS_AT_ONCE) {
            begin(lane, lane.entries.element());
        } else if (!ready.contains(lane)) {
            ready.add(lane);
        }
    }

    private void expire(Lane lane) {
        List<Entry> over =
                lane.entries.stream().filter(e -> !e.expires().isAfter(now())).toList();
        lane.entries.removeAll(over);
        over.forEach(entry -> ports.store()
                .find(entry.id())
                .ifPresent(push -> end(push, PushState.EXPIRED, push.detail(), push.way())));
    }

    private void begin(Lane lane, Entry entry) {
        Optional<Push> push = ports.store().find(entry.id());
        if (push.isEmpty()) {
            lane.entries.remove(entry);
            size.decrementAndGet();
            pump(lane);
            return;
        }
        busy++;
        Running running = new Running(lane, entry, push.get());
        lane.running = Optional.of(running);
        running.stop = ports.ways().carry(push.get(), running);
    }

    private void rest(Lane lane) {
        lane.running = Optional.empty();
        busy--;
        Optional.ofNullable(ready.poll()).ifPresent(this::pump);
    }

    private void waitLonger(Lane lane) {
        long wait = firstWait.toMillis() << Math.min(lane.failures, DOUBLINGS);
        lane.failures++;
        // Half of it by chance: those who went away together must not all be tried at once.
        long drawn = wait / 2 + ports.random().nextLong(wait / 2 + 1);
        long first = lane.entries.stream()
                .map(Entry::expires)
                .min(Comparator.naturalOrder())
                .map(end -> Math.max(0, Duration.between(now(), end).toMillis() + 1))
                .orElse(drawn);
        lane.timer =
                Optional.of(ports.thread().schedule(() -> pump(lane), Math.min(drawn, first), TimeUnit.MILLISECONDS));
    }

    private void end(Push push, PushState state, String detail, Optional<Way> way) {
        ports.journal().changed(push.moved(state, detail, way, now()));
        ports.feed().rests(push.id());
        size.decrementAndGet();
        ports.metrics()
                .counter(
                        "tombolo_pushes_total",
                        "result",
                        state.word(),
                        "way",
                        way.map(Way::word).orElse("none"))
                .increment();
    }

    private Instant now() {
        return ports.clock().instant();
    }

    /** A push that is under way; on the thread of the queue. */
    private final class Running implements Ways.Listener {
        private final Lane lane;
        private final Entry entry;
        private Push push;
        private Runnable stop = () -> {};
        private boolean done;

        Running(Lane lane, Entry entry, Push push) {
            this.lane = lane;
            this.entry = entry;
            this.push = push;
        }

        @Override
        public void begun(Way way) {
            ports.thread().execute(() -> {
                if (!done) {
                    move(PushState.SENDING, "", Optional.of(way));
                }
            });
        }

        @Override
        public void progress(Progress progress) {
            ports.thread().execute(() -> {
                if (!done) {
                    ports.feed().progressed(push.id(), progress);
                }
            });
        }

        @Override
        public void over(Way way, Outcome outcome) {
            ports.thread().execute(() -> {
                if (!done) {
                    over(outcome, way);
                }
            });
        }

        private void over(Outcome outcome, Way way) {
            trace("by " + way.word() + ": " + outcome);
            if (outcome instanceof Outcome.Later later) {
                later(later.detail());
            } else {
                PushState state = outcome instanceof Outcome.Delivered ? PushState.DELIVERED : PushState.REFUSED;
                lane.failures = 0;
                finish(state, outcome.detail(), Optional.of(way));
            }
        }

        private void later(String detail) {
            done = true;
            ports.feed().rests(push.id());
            if (push.state() != PushState.WAITING) {
                move(PushState.WAITING, detail, Optional.empty());
            }
            rest(lane);
            if (lane.again) {
                lane.again = false;
                pump(lane);
            } else {
                waitLonger(lane);
            }
        }

        void cancel() {
            // What a phone is being told by a message cannot be taken back any more.
            boolean message = push.state() != PushState.SENDING;
            stop.run();
            finish(PushState.CANCELLED, message ? "byClientMayHaveArrived" : "byClient", push.way());
        }

        private void finish(PushState state, String detail, Optional<Way> way) {
            done = true;
            lane.entries.remove(entry);
            end(push, state, detail, way);
            rest(lane);
            pump(lane);
        }

        private void move(PushState state, String detail, Optional<Way> way) {
            push = push.moved(state, detail, way, now());
            ports.journal().changed(push);
        }

        private void trace(String what) {
            ports.trace().record(TraceEvent.internal(push.id().session(), now(), what));
        }
    }
}
