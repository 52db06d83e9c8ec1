package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.trace.SessionId;

/** A session whose executor and time the test drives. */
final class FakeSession implements ConvergedSession {
    private record Timer(Duration at, Runnable work) {}

    private final SessionId id;
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::at));
    private Duration now = Duration.ZERO;
    private Object attached = "";
    boolean ended;

    FakeSession(String id) {
        this.id = new SessionId(id);
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public void execute(Runnable task) {
        if (!ended) {
            work.add(task);
        }
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(now.plus(delay), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void attach(Object state) {
        attached = state;
    }

    @Override
    public <T> Optional<T> attached(Class<T> type) {
        return Optional.of(attached).filter(type::isInstance).map(type::cast);
    }

    @Override
    public void end() {
        ended = true;
    }

    Instant time() {
        return Instant.parse("2026-01-01T00:00:00Z").plus(now);
    }

    /** Runs what waits. */
    void run() {
        while (!work.isEmpty()) {
            Runnable next = work.remove();
            if (!ended) {
                next.run();
            }
        }
    }

    /** Lets time pass. */
    void pass(Duration duration) {
        Duration until = now.plus(duration);
        while (!timers.isEmpty() && timers.peek().at().compareTo(until) <= 0) {
            Timer due = timers.remove();
            now = due.at();
            execute(due.work());
            run();
        }
        now = until;
        run();
    }

    int timers() {
        return timers.size();
    }
}
