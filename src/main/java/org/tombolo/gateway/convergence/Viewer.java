package org.tombolo.gateway.convergence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One who watches. Between the stream and the viewer stands a bounded queue: one who reads too slowly loses what waits and goes
 * on at the next key frame, and nobody else notices.
 */
public final class Viewer implements AutoCloseable {
    static final int MOST_BYTES = 2 * LiveStream.MOST_GROUP_BYTES;
    static final int MOST_CHUNKS = 2 * LiveStream.MOST_GROUP_FRAMES;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private final String codecs;
    private final Consumer<Viewer> leave;
    private @Nullable Chunk init;
    private boolean skipping;
    private boolean over;
    private int bytes;
    private long skips;

    Viewer(String codecs, List<Chunk> start, boolean skipping, Consumer<Viewer> leave) {
        this.codecs = codecs;
        this.leave = leave;
        start.forEach(this::enqueue);
        this.skipping = skipping;
    }

    /** What the stream is at the time of joining, such as {@code avc1.42E01E} (RFC 6381). */
    public String codecs() {
        return codecs;
    }

    /** How often this viewer was too slow. */
    public long skips() {
        lock.lock();
        try {
            return skips;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next piece of fragmented MP4.
     *
     * @return not to be changed; empty when none came in that time, or none will come
     */
    public Optional<byte[]> next(Duration patience) throws InterruptedException {
        return nextChunk(patience).map(Chunk::bytes);
    }

    /** The same with what it is. */
    Optional<Chunk> nextChunk(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (queue.isEmpty() && !over && left > 0) {
                left = filled.awaitNanos(left);
            }
            Optional<Chunk> chunk = Optional.ofNullable(queue.poll());
            bytes -= chunk.map(c -> c.bytes().length).orElse(0);
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the share has ended and everything has been read. */
    public boolean over() {
        lock.lock();
        try {
            return over && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Stops watching, and forgets what waits; the share goes on. */
    @Override
    public void close() {
        leave.accept(this);
        lock.lock();
        try {
            queue.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
        finish();
    }

    void finish() {
        lock.lock();
        try {
            over = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void offer(Chunk chunk) {
        lock.lock();
        try {
            if (!skipping && (bytes + chunk.bytes().length > MOST_BYTES || queue.size() >= MOST_CHUNKS)) {
                skip();
            }
            take(chunk);
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void take(Chunk chunk) {
        if (!skipping) {
            enqueue(chunk);
        } else if (chunk.kind() == Chunk.Kind.INIT) {
            init = chunk;
        } else if (chunk.kind() == Chunk.Kind.KEY) {
            skipping = false;
            if (init != null) {
                enqueue(init);
                init = null;
            }
            enqueue(chunk);
        }
    }

    private void skip() {
        for (Chunk waiting : queue) {
            init = waiting.kind() == Chunk.Kind.INIT ? waiting : init;
        }
        queue.clear();
        bytes = 0;
        skipping = true;
        skips++;
    }

    private void enqueue(Chunk chunk) {
        queue.add(chunk);
        bytes += chunk.bytes().length;
    }
}
