package org.tombolo.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.trace.SessionId;

/** A session that runs everything at once, and its timers when the test says. */
public final class FakeSession implements ConvergedSession {
    private final SessionId id;
    private final List<Runnable> work = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private boolean running;

    private record Timer(Duration delay, Runnable task) {}

    public FakeSession(String id) {
        this.id = new SessionId(id);
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public void execute(Runnable task) {
        work.add(task);
        while (!running && !work.isEmpty()) {
            running = true;
            work.remove(0).run();
            running = false;
        }
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(delay, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Lets the timers fire that were set until now. */
    public void timeout() {
        timeout(Duration.ofDays(1));
    }

    /** Lets those fire that were set until now for so long at most. */
    public void timeout(Duration most) {
        List<Timer> due = timers.stream()
                .filter(timer -> timer.delay.compareTo(most) <= 0)
                .toList();
        timers.removeAll(due);
        due.forEach(timer -> execute(timer.task));
    }

    @Override
    public void attach(Object state) {}

    @Override
    public <T> Optional<T> attached(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public void end() {}
}
