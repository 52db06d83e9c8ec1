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
    private final List<Runnable> timers = new ArrayList<>();
    private boolean running;

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
        timers.add(task);
        return () -> timers.remove(task);
    }

    /** Lets the timers fire that were set until now. */
    public void timeout() {
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(this::execute);
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
