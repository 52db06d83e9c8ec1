package org.tombolo.gallery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tombolo.identity.WebUser;

/** What is known of the galleries, in memory. */
public final class FakeGallery implements GalleryStore {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<WebUser, Boolean> choices = new HashMap<>();

    private record Entry(GalleryItem item, boolean finished, Optional<Instant> discarded) {
        boolean seen(Instant now) {
            return finished && discarded.isEmpty() && item.expires().isAfter(now);
        }
    }

    @Override
    public synchronized void add(GalleryItem item) {
        entries.put(item.id(), new Entry(item, true, Optional.empty()));
    }

    @Override
    public synchronized void begin(GalleryItem item) {
        entries.put(item.id(), new Entry(item, false, Optional.empty()));
    }

    @Override
    public synchronized void complete(String id, long size, Duration length) {
        entries.computeIfPresent(
                id, (key, entry) -> new Entry(sized(entry.item(), size, length), true, Optional.empty()));
    }

    private static GalleryItem sized(GalleryItem item, long size, Duration length) {
        return new GalleryItem(
                item.id(),
                item.owner(),
                item.origin(),
                item.from(),
                item.name(),
                item.type(),
                size,
                item.since(),
                Optional.of(length),
                item.thumbnail(),
                item.expires());
    }

    @Override
    public synchronized List<GalleryItem> unfinished() {
        return entries.values().stream()
                .filter(e -> !e.finished())
                .map(Entry::item)
                .toList();
    }

    @Override
    public synchronized List<GalleryItem> list(WebUser owner, String after, int limit, Instant now) {
        List<GalleryItem> found = new ArrayList<>();
        boolean older = after.isEmpty();
        List<Entry> all = new ArrayList<>(entries.values());
        for (int i = all.size() - 1; i >= 0; i--) {
            GalleryItem item = all.get(i).item();
            if (older && item.owner().equals(owner) && all.get(i).seen(now) && found.size() < limit) {
                found.add(item);
            }
            older |= item.id().equals(after);
        }
        return found;
    }

    @Override
    public synchronized Optional<GalleryItem> find(String id, Instant now) {
        return Optional.ofNullable(entries.get(id)).filter(e -> e.seen(now)).map(Entry::item);
    }

    @Override
    public synchronized boolean discard(String id, Instant now) {
        boolean there = find(id, now).isPresent();
        entries.computeIfPresent(id, (key, entry) -> new Entry(entry.item(), entry.finished(), Optional.of(now)));
        return there;
    }

    @Override
    public synchronized boolean restore(WebUser owner, String id) {
        boolean there = Optional.ofNullable(entries.get(id))
                .filter(e -> e.discarded().isPresent() && e.item().owner().equals(owner))
                .isPresent();
        if (there) {
            entries.computeIfPresent(id, (key, entry) -> new Entry(entry.item(), true, Optional.empty()));
        }
        return there;
    }

    @Override
    public synchronized List<GalleryItem> gone(Instant discardedBefore, Instant now, int limit) {
        return entries.values().stream()
                .filter(e ->
                        e.discarded().filter(d -> d.isBefore(discardedBefore)).isPresent()
                                || !e.item().expires().isAfter(now))
                .map(Entry::item)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void forget(String id) {
        entries.remove(id);
    }

    @Override
    public synchronized long used(WebUser owner) {
        return entries.values().stream()
                .map(Entry::item)
                .filter(item -> item.owner().equals(owner))
                .mapToLong(GalleryItem::size)
                .sum();
    }

    @Override
    public synchronized Optional<Boolean> keepsShares(WebUser owner) {
        return Optional.ofNullable(choices.get(owner));
    }

    @Override
    public synchronized void keepShares(WebUser owner, boolean wanted) {
        choices.put(owner, wanted);
    }
}
