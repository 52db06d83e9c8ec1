package org.tombolo.gateway.interconnection.tracking;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The store in memory. */
public final class FakeTracking implements TrackingStore {
    /** By number, the newest first. */
    public final Map<Long, TrackedMessage> rows = new ConcurrentSkipListMap<>(Comparator.reverseOrder());

    /** How often it is written before it works. */
    public final AtomicInteger failures = new AtomicInteger();

    @Override
    public void write(List<TrackedMessage> added, List<Change> changes) {
        if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("the test says that the database is down");
        }
        added.forEach(message -> rows.put(message.id().number(), message));
        changes.forEach(change -> rows.computeIfPresent(change.id().number(), (number, row) -> row.plus(change)));
    }

    @Override
    public Optional<TrackedMessage> find(MessageId id) {
        return Optional.ofNullable(rows.get(id.number())).filter(row -> row.id().equals(id));
    }

    @Override
    public List<TrackedMessage> find(Collection<Long> numbers) {
        return rows.values().stream()
                .filter(row -> numbers.contains(row.id().number()))
                .toList();
    }

    @Override
    public List<TrackedMessage> list(Optional<Set<String>> parties, Filter filter, Optional<Long> before, int limit) {
        return rows.values().stream()
                .filter(row -> parties.isEmpty()
                        || parties.get().contains(row.ims())
                        || parties.get().contains(row.xmpp().text()))
                .filter(row -> filter.states().isEmpty() || filter.states().contains(row.state()))
                .filter(row -> before.isEmpty() || row.id().number() < before.get())
                .limit(limit)
                .toList();
    }

    @Override
    public long greatestNumber() {
        return rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public void addWaiting() {}

    @Override
    public boolean forget(Instant before, long most) {
        return false;
    }
}
