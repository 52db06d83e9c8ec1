package org.tombolo.gateway.interconnection.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Very many timers of seconds to hours, most of which are set anew before they fire: one tick a second, and one small entry
 * for a timer. Setting and stopping one costs the same however many there are. Safe for all threads.
 */
public final class TimerWheel implements AutoCloseable {
    private static final int SLOTS = 4096;

    private final Executor work;
    private final Timer[] slots = new Timer[SLOTS];
    private final ScheduledFuture<?> ticks;
    private long now;

    /** A timer that belongs to one task. */
    public final class Timer {
        private final Runnable task;
        private long due = -1;
        private @Nullable Timer before;
        private @Nullable Timer after;

        private Timer(Runnable task) {
            this.task = task;
        }

        /** Fires once after so many seconds; an earlier setting is forgotten. */
        public void set(long seconds) {
            synchronized (slots) {
                unlink(this);
                due = now + Math.max(1, seconds);
                link(this);
            }
        }

        /** Does not fire. */
        public void stop() {
            synchronized (slots) {
                unlink(this);
            }
        }
    }

    /**
     * A wheel that turns.
     *
     * @param timers turns it
     * @param work runs the tasks
     */
    public TimerWheel(ScheduledExecutorService timers, Executor work) {
        this.work = work;
        for (int i = 0; i < SLOTS; i++) {
            Timer head = new Timer(() -> {});
            head.before = head;
            head.after = head;
            slots[i] = head;
        }
        this.ticks = timers.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Seconds since it began to turn. */
    long now() {
        synchronized (slots) {
            return now;
        }
    }

    /** A timer that is not set. A task may still run when it was stopped in the moment it fired. */
    public Timer timer(Runnable task) {
        return new Timer(task);
    }

    void tick() {
        due().forEach(timer -> work.execute(timer.task));
    }

    private List<Timer> due() {
        List<Timer> due = new ArrayList<>();
        synchronized (slots) {
            now++;
            Timer head = slots[(int) (now % SLOTS)];
            for (Timer timer = head.after; timer != null && timer != head; ) {
                Timer next = timer.after;
                if (timer.due <= now) {
                    unlink(timer);
                    due.add(timer);
                }
                timer = next;
            }
        }
        return due;
    }

    private void link(Timer timer) {
        Timer head = slots[(int) (timer.due % SLOTS)];
        timer.before = head;
        timer.after = head.after;
        if (head.after != null) {
            head.after.before = timer;
        }
        head.after = timer;
    }

    private static void unlink(Timer timer) {
        if (timer.before != null && timer.after != null) {
            timer.before.after = timer.after;
            timer.after.before = timer.before;
            timer.before = null;
            timer.after = null;
        }
    }

    @Override
    public void close() {
        ticks.cancel(false);
    }
}
