package org.tombolo.msrp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that reads and writes many connections, and does all else that touches them. */
final class Loop implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int INPUT = 64 << 10;

    private final Selector selector = Selector.open();
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Queue<Part> toWrite = new ArrayDeque<>();
    private final List<Deadlines<?>> deadlines = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT);
    private final BufferPool pool = new BufferPool();
    private final Thread thread;
    private volatile boolean closed;

    /** Something with a channel. */
    interface Part {
        /** Its channel is ready. */
        void ready(SelectionKey key) throws IOException;

        /** It asked by {@link Loop#writeSoon} to be called once before the thread waits again. */
        default void write() throws IOException {}

        /** It threw; it must end itself. */
        void failed(Exception fault);
    }

    Loop(String name) throws IOException {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Runs work on this thread, at once when that is the caller. After {@link #close} it runs where it is. */
    @Override
    public void execute(Runnable task) {
        if (closed || Thread.currentThread() == thread) {
            task.run();
            return;
        }
        work.add(task);
        selector.wakeup();
    }

    /** Runs work on this thread after others have had their turn. */
    void later(Runnable task) {
        work.add(task);
        selector.wakeup();
    }

    SelectionKey register(SelectableChannel channel, int operations, Part part) throws IOException {
        return channel.register(selector, operations, part);
    }

    /** Times that this thread watches. To be called before {@link #start}. */
    <T> Deadlines<T> deadlines(Duration time, Consumer<T> over) {
        Deadlines<T> all = new Deadlines<>(time, System::nanoTime, over);
        deadlines.add(all);
        return all;
    }

    void writeSoon(Part part) {
        toWrite.add(part);
    }

    /** For one read at a time, empty at the start of it. */
    ByteBuffer input() {
        return input.clear();
    }

    BufferPool pool() {
        return pool;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        selector.wakeup();
        try {
            thread.join(2000);
            for (SelectionKey key : List.copyOf(selector.keys())) {
                guarded((Part) key.attachment(), p -> p.failed(new IOException("the endpoint stops")));
            }
            selector.close();
        } catch (IOException e) {
            LOG.debug("selector did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                LOG.error("MSRP thread goes on after", e);
            }
        }
        drain();
    }

    private void turn() throws IOException {
        long wait = Long.MAX_VALUE;
        for (Deadlines<?> each : deadlines) {
            wait = Math.min(wait, each.next());
        }
        // 0 is for ever, and a part of a millisecond too late is late enough.
        selector.select(
                key -> guarded((Part) key.attachment(), p -> p.ready(key)),
                wait == Long.MAX_VALUE ? 0 : wait / 1_000_000 + 1);
        drain();
        deadlines.forEach(Deadlines::expire);
        for (Part part = toWrite.poll(); part != null; part = toWrite.poll()) {
            guarded(part, Part::write);
        }
    }

    private void drain() {
        // What comes in meanwhile waits for the next turn, so that connections get theirs.
        int waiting = work.size();
        for (Runnable task = work.poll(); task != null; task = --waiting > 0 ? work.poll() : null) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("MSRP thread goes on after", e);
            }
        }
    }

    private interface Step {
        void run(Part part) throws IOException;
    }

    /** A fault in one connection must not reach the others of the thread. */
    private static void guarded(Part part, Step step) {
        try {
            step.run(part);
        } catch (IOException | RuntimeException e) {
            if (e instanceof RuntimeException) {
                LOG.error("MSRP connection ends after", e);
            }
            part.failed(e);
        }
    }
}
