package org.tombolo.gateway.interconnection;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to an outbox on its own thread: whatever has gathered meanwhile goes into one transaction. */
final class OutboxWriter<M> {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxWriter.class);
    private static final int MOST = 1000;
    /** After so many single failures in a row it is the database that is at fault, not what is written. */
    private static final int GIVE_UP = 3;

    private record Change<M>(List<M> added, List<Long> removed, CompletableFuture<Void> done) {}

    private final DurableQueue<M> outbox;
    private final Executor thread;
    private final Queue<Change<M>> changes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** @param thread runs one task at a time, in order */
    OutboxWriter(DurableQueue<M> outbox, Executor thread) {
        this.outbox = outbox;
        this.thread = thread;
    }

    /** Adds a message; done, on the outbox's thread, when it is on disk. */
    CompletableFuture<Void> add(M message) {
        return queue(new Change<>(List.of(message), List.of(), new CompletableFuture<>()));
    }

    /** Removes a message; done, on the outbox's thread, when it is gone. */
    CompletableFuture<Void> remove(long number) {
        return queue(new Change<>(List.of(), List.of(number), new CompletableFuture<>()));
    }

    /** Done, on the outbox's thread, when all that was put in line before is written or has failed. */
    CompletableFuture<Void> flush() {
        return queue(new Change<>(List.of(), List.of(), new CompletableFuture<>()));
    }

    private CompletableFuture<Void> queue(Change<M> change) {
        changes.add(change);
        if (scheduled.compareAndSet(false, true)) {
            thread.execute(this::drain);
        }
        return change.done();
    }

    private void drain() {
        scheduled.set(false);
        List<Change<M>> batch = new ArrayList<>();
        for (Change<M> next = changes.poll(); next != null; next = batch.size() < MOST ? changes.poll() : null) {
            batch.add(next);
        }
        if (!batch.isEmpty()) {
            commit(batch);
        }
        if (!changes.isEmpty() && scheduled.compareAndSet(false, true)) {
            thread.execute(this::drain);
        }
    }

    private void commit(List<Change<M>> batch) {
        if (tryCommit(batch)) {
            return;
        }
        int failures = 0;
        for (Change<M> change : batch) {
            // Together they failed; one that cannot be written must not take the others along.
            if (failures >= GIVE_UP || batch.size() == 1) {
                change.done().completeExceptionally(new IllegalStateException("the outbox cannot be written"));
            } else if (tryCommit(List.of(change))) {
                failures = 0;
            } else {
                failures++;
                change.done().completeExceptionally(new IllegalStateException("the outbox does not take this"));
            }
        }
    }

    private boolean tryCommit(List<Change<M>> batch) {
        try {
            outbox.commit(
                    batch.stream().flatMap(change -> change.added().stream()).toList(),
                    batch.stream().flatMap(change -> change.removed().stream()).toList());
        } catch (RuntimeException e) {
            LOG.error("the outbox could not be written: {} changes are undone", batch.size(), e);
            return false;
        }
        batch.forEach(change -> change.done().complete(null));
        return true;
    }
}
