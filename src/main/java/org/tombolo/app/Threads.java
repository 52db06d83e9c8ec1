package org.tombolo.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that all sessions share. */
final class Threads implements AutoCloseable {
    private static final int LEAST = 4;

    private final ExecutorService work = Executors.newFixedThreadPool(
            Math.max(LEAST, 2 * Runtime.getRuntime().availableProcessors()), named("session"));
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, named("timer"));

    Threads() {
        // A share or call sets timers that seldom fire: without this they stay in memory until their time.
        timers.setRemoveOnCancelPolicy(true);
    }

    /** Runs the sessions' steps; a step must not block. */
    ExecutorService work() {
        return work;
    }

    /** Only wakes others up. */
    ScheduledExecutorService timers() {
        return timers;
    }

    static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "tombolo-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        timers.shutdownNow();
        // The last answers are still in line here.
        work.shutdown();
        try {
            if (work.awaitTermination(1, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        work.shutdownNow();
    }
}
