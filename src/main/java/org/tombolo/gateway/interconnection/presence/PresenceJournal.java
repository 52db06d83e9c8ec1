package org.tombolo.gateway.interconnection.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Row;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Side;

/**
 * Writes to the store on its own thread, many changes in one transaction, of one row the last change only. What cannot be
 * written is tried again until it can. Safe for all threads.
 */
final class PresenceJournal {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceJournal.class);
    private static final int MOST = 1000;
    private static final int RETRY_SECONDS = 5;

    private final PresenceStore store;
    private final ScheduledExecutorService thread;
    private final Map<Key, Change> changes = new LinkedHashMap<>();
    private boolean scheduled;

    private record Key(Side watcher, Pair pair) {}

    private record Change(Row row, boolean removed, CompletableFuture<Void> done) {}

    /** @param thread runs one task at a time; the only thread that waits for the database */
    PresenceJournal(PresenceStore store, ScheduledExecutorService thread) {
        this.store = store;
        this.thread = thread;
    }

    /** Writes a row; done when it is on disk, or a later change of it is. */
    CompletableFuture<Void> put(Row row) {
        return add(row, false);
    }

    /** Removes a row. */
    CompletableFuture<Void> remove(Row row) {
        return add(row, true);
    }

    private synchronized CompletableFuture<Void> add(Row row, boolean removed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Change earlier = changes.put(new Key(row.watcher(), row.pair()), new Change(row, removed, done));
        if (earlier != null) {
            done.whenComplete((nothing, failure) -> earlier.done().complete(null));
        }
        schedule(0);
        return done;
    }

    private void schedule(int seconds) {
        if (!scheduled) {
            scheduled = true;
            var unused = thread.schedule(this::drain, seconds, TimeUnit.SECONDS);
        }
    }

    /** Writes what there is. */
    void drain() {
        Map<Key, Change> batch = take();
        List<Row> written = new ArrayList<>();
        List<Row> removed = new ArrayList<>();
        batch.values().forEach(change -> (change.removed() ? removed : written).add(change.row()));
        try {
            store.commit(written, removed);
        } catch (RuntimeException e) {
            LOG.error("who watches whom could not be written, {} changes wait", batch.size(), e);
            putBack(batch);
            return;
        }
        batch.values().forEach(change -> change.done().complete(null));
        continueDraining();
    }

    private synchronized Map<Key, Change> take() {
        scheduled = false;
        Map<Key, Change> batch = new LinkedHashMap<>();
        var each = changes.entrySet().iterator();
        while (each.hasNext() && batch.size() < MOST) {
            var next = each.next();
            batch.put(next.getKey(), next.getValue());
            each.remove();
        }
        return batch;
    }

    private synchronized void putBack(Map<Key, Change> batch) {
        batch.forEach((key, change) -> {
            Change newer = changes.putIfAbsent(key, change);
            if (newer != null) {
                newer.done().whenComplete((nothing, failure) -> change.done().complete(null));
            }
        });
        schedule(RETRY_SECONDS);
    }

    /** Writes what there is, and waits for it until the time is over. */
    void flush(Duration most) {
        try {
            thread.submit(this::drain).get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.warn("stopped before it was written who watches whom: {}", e.toString());
        }
    }

    private synchronized void continueDraining() {
        if (!changes.isEmpty()) {
            schedule(0);
        }
    }
}
