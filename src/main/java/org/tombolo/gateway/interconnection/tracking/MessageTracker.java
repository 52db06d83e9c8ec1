package org.tombolo.gateway.interconnection.tracking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.identity.Jid;
import org.tombolo.metrics.Metrics;

/**
 * Notes how far messages get. Noting takes no longer than putting something into a map; what has gathered is written a
 * moment later by a thread of its own, most often the coming and the sending of a message in one row. Safe for all
 * threads.
 */
public final class MessageTracker {
    private static final Logger LOG = LoggerFactory.getLogger(MessageTracker.class);
    /** Long enough that most messages are through, short enough to be live, and few at a time for who waits behind. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final int MANY = 100;

    private static final Duration RETRY = Duration.ofSeconds(1);
    /** The outboxes keep what must not be lost; this is about knowing. */
    private static final int MOST_WAITING = 20_000;

    private static final int TRIES = 30;
    private static final int MOST_ADDRESS = 1024;
    private static final int MOST_TOLD = 50;

    private final boolean kept;
    private final TrackingStore store;
    private final ScheduledExecutorService thread;
    private final Metrics.Counter dropped;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private Batch gathering = new Batch();
    private Batch writing = new Batch();
    private boolean scheduled;
    private int failures;

    private record Follower(Predicate<TrackedMessage> wanted, Consumer<TrackedMessage> told) {}

    /** Somebody else's word about the same number must not stand in the way of the right one's. */
    private record About(MessageId id, Jid xmpp) {}

    private static final class Batch {
        private final Map<Long, TrackedMessage> added = new LinkedHashMap<>();
        private final Map<About, Change> changes = new LinkedHashMap<>();

        int size() {
            return added.size() + changes.size();
        }
    }

    /**
     * A tracker.
     *
     * @param kept whether anything is kept at all
     * @param thread runs one task at a time; writes to the store
     */
    public MessageTracker(boolean kept, TrackingStore store, ScheduledExecutorService thread, Metrics metrics) {
        this.kept = kept;
        this.store = store;
        this.thread = thread;
        this.dropped = metrics.counter("tombolo_tracking_dropped_total");
        metrics.gauge("tombolo_tracking_waiting", this::waiting);
    }

    private synchronized int waiting() {
        return gathering.size() + writing.size();
    }

    /** A message has come. */
    public void came(TrackedMessage message) {
        if (!kept) {
            return;
        }
        if (message.ims().length() > MOST_ADDRESS || message.xmpp().text().length() > MOST_ADDRESS) {
            dropped.increment();
            return;
        }
        synchronized (this) {
            if (hasRoom()) {
                gathering.added.put(message.id().number(), message);
                schedule(GATHER);
            }
        }
    }

    /** Something is new about a message. */
    public synchronized void changed(Change change) {
        if (!kept) {
            return;
        }
        TrackedMessage fresh = gathering.added.get(change.id().number());
        if (fresh != null) {
            gathering.added.put(change.id().number(), fresh.plus(change));
        } else if (hasRoom()) {
            gathering.changes.merge(new About(change.id(), change.xmpp()), change, Change::plus);
            schedule(GATHER);
        }
    }

    private boolean hasRoom() {
        if (gathering.size() < MOST_WAITING) {
            return true;
        }
        dropped.increment();
        return false;
    }

    private void schedule(Duration in) {
        if (!scheduled) {
            scheduled = true;
            var unused = thread.schedule(this::flush, in.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Writes what has gathered. To be called on the thread given, also before the store is closed. */
    public void flush() {
        Batch batch;
        synchronized (this) {
            scheduled = false;
            if (writing.size() == 0) {
                writing = gathering;
                gathering = new Batch();
            }
            batch = writing;
        }
        boolean done = batch.size() == 0 || write(batch);
        synchronized (this) {
            if (done) {
                writing = new Batch();
            }
            if (writing.size() + gathering.size() > 0) {
                schedule(done ? pauseAfter(batch) : RETRY);
            }
        }
    }

    /** Of many messages, more at a time: the store writes the same pages for them, once. */
    private static Duration pauseAfter(Batch batch) {
        return batch.size() < MANY ? GATHER : GATHER.multipliedBy(5);
    }

    /** Whether that is done with, written or given up. */
    private boolean write(Batch batch) {
        try {
            store.write(List.copyOf(batch.added.values()), List.copyOf(batch.changes.values()));
            failures = 0;
            tell(batch);
            return true;
        } catch (RuntimeException e) {
            failures++;
            LOG.error("the states of {} messages could not be written", batch.size(), e);
            boolean hopeless = failures >= TRIES;
            if (hopeless) {
                failures = 0;
                dropped.increment();
            }
            return hopeless;
        }
    }

    private void tell(Batch batch) {
        if (followers.isEmpty()) {
            return;
        }
        List<TrackedMessage> news = new ArrayList<>(batch.added.values());
        if (!batch.changes.isEmpty()) {
            news.addAll(store.find(batch.changes.keySet().stream()
                    .map(about -> about.id().number())
                    .limit(MOST_TOLD)
                    .toList()));
        }
        followers.forEach(follower ->
                news.stream().filter(follower.wanted()).limit(MOST_TOLD).forEach(follower.told()));
    }

    /**
     * Tells somebody of changes from now on, once they are written; of many at a time not of all.
     *
     * @param told must not block
     * @return to be run when she wants to hear no more
     */
    public Runnable follow(Predicate<TrackedMessage> wanted, Consumer<TrackedMessage> told) {
        Follower follower = new Follower(wanted, told);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /** The greatest number that a message has, 0 when there is none. */
    public long greatestNumber() {
        return store.greatestNumber();
    }

    /** The message of that name, with what is not written yet. */
    public Optional<TrackedMessage> find(MessageId id) {
        Optional<TrackedMessage> unwritten = unwritten(id);
        return (unwritten.isPresent() ? unwritten : store.find(id)).map(this::current);
    }

    private synchronized Optional<TrackedMessage> unwritten(MessageId id) {
        return Optional.ofNullable(gathering.added.get(id.number()))
                .or(() -> Optional.ofNullable(writing.added.get(id.number())))
                .filter(message -> message.id().equals(id));
    }

    private synchronized TrackedMessage current(TrackedMessage message) {
        TrackedMessage current = message;
        for (Batch batch : List.of(writing, gathering)) {
            Change change = batch.changes.get(new About(message.id(), message.xmpp()));
            current = change == null ? current : current.plus(change);
        }
        return current;
    }
}
