package org.tombolo.sip.servlet;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.tombolo.trace.SessionId;

/** Runs the work of one session in order, on whatever thread of the pool is free, with the session's id in the log. */
final class SerialExecutor implements Executor {
    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor pool;
    private final SessionId session;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    SerialExecutor(Executor pool, SessionId session) {
        this.pool = pool;
        this.session = session;
    }

    @Override
    public void execute(Runnable work) {
        if (starts(work)) {
            pool.execute(this::drain);
        }
    }

    /** Runs work on the calling thread when nothing else of the session runs, which spares waking another; else in its turn. */
    void executeHere(Runnable work) {
        if (starts(work)) {
            drain();
        }
    }

    /** Puts work in line; true when nobody is at work, so that the caller has to see to it. */
    private boolean starts(Runnable work) {
        synchronized (waiting) {
            if (closed) {
                return false;
            }
            waiting.add(work);
            boolean idle = !running;
            running = true;
            return idle;
        }
    }

    /** Drops what waits and what still comes. */
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private void drain() {
        MDC.put("session", session.value());
        try {
            for (Runnable work = next(); work != null; work = next()) {
                run(work);
            }
        } finally {
            MDC.remove("session");
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next() {
        synchronized (waiting) {
            Runnable work = waiting.poll();
            running = work != null;
            return work;
        }
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError e) {
            // One piece of work failed, as input can make it; the session goes on with the next.
            log.error("a step of the session failed", e);
        }
    }
}
