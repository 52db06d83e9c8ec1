package org.tombolo.gallery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gallery.GalleryItem.Origin;
import org.tombolo.identity.WebUser;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.Previews;
import org.tombolo.storage.StoredFile;

/** The galleries of all portal users. Waits for the database and the content store. Safe for all threads. */
public final class Gallery {
    private static final Logger LOG = LoggerFactory.getLogger(Gallery.class);
    private static final int STEP = 100;

    private final GalleryStore items;
    private final ContentStore store;
    private final Previews previews;
    private final Limits limits;
    private final Clock clock;

    /**
     * What is kept.
     *
     * @param quota octets of one user
     * @param expiry how long each thing is kept
     * @param undo how long what was deleted can be restored
     */
    public record Limits(long quota, Duration expiry, Duration undo) {}

    public Gallery(GalleryStore items, ContentStore store, Previews previews, Limits limits, Clock clock) {
        this.items = items;
        this.store = store;
        this.previews = previews;
        this.limits = limits;
        this.clock = clock;
    }

    /** Where the files are. */
    public ContentStore store() {
        return store;
    }

    /** Octets that somebody may still keep. */
    public long left(WebUser owner) {
        return Math.max(0, limits.quota() - items.used(owner));
    }

    /** Until when is kept what comes now. */
    public Instant expiry() {
        return clock.instant().plus(limits.expiry());
    }

    /**
     * Puts a file into a gallery.
     *
     * @param file kept until {@link #expiry}
     * @param from who sent it, or empty
     */
    public GalleryItem add(WebUser owner, Origin origin, String from, StoredFile file) {
        GalleryItem item = new GalleryItem(
                file.id(),
                owner,
                origin,
                from,
                file.name(),
                file.type(),
                file.size(),
                clock.instant(),
                Optional.empty(),
                thumbnail(file),
                file.expires());
        items.add(item);
        return item;
    }

    private Optional<String> thumbnail(StoredFile file) {
        try {
            Optional<Previews.Preview> preview = previews.of(file);
            return preview.isPresent() ? Optional.of(keep(preview.get(), file.expires())) : Optional.empty();
        } catch (IOException e) {
            LOG.debug("no small picture: {}", e.toString());
            return Optional.empty();
        }
    }

    private String keep(Previews.Preview preview, Instant expires) throws IOException {
        ContentStore.Upload upload = store.begin();
        try {
            upload.write(0, ByteBuffer.wrap(preview.content()));
            return upload.keep("thumbnail", preview.type(), preview.content().length, expires)
                    .id();
        } finally {
            upload.abandon();
        }
    }

    /** Something that is still being written to a file of that id; it is seen once it is finished. */
    public GalleryItem begin(WebUser owner, String from, String name, String type, String id) {
        GalleryItem item = new GalleryItem(
                id,
                owner,
                Origin.RECORDED,
                from,
                name,
                type,
                0,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                expiry());
        items.begin(item);
        return item;
    }

    /** What was begun is there. */
    public void finish(StoredFile file, Duration length) {
        items.complete(file.id(), file.size(), length);
    }

    /** Nothing comes of what was begun. */
    public void abandon(GalleryItem begun) {
        items.forget(begun.id());
    }

    /** What was begun and not finished, by whatever process. */
    public List<GalleryItem> unfinished() {
        return items.unfinished();
    }

    /** What somebody sees, the newest first; parameters as those of {@link GalleryStore#list}. */
    public List<GalleryItem> list(WebUser owner, String after, int limit) {
        return items.list(owner, after, limit, clock.instant());
    }

    /** One that is there for its owner. */
    public Optional<GalleryItem> find(String id) {
        return items.find(id, clock.instant());
    }

    /** Deletes one, so that it can be restored for a while; false when there is none. */
    public boolean delete(String id) {
        return items.discard(id, clock.instant());
    }

    /** Takes back {@link #delete}; false when it is too late. */
    public boolean restore(WebUser owner, String id) {
        return items.restore(owner, id);
    }

    /** Whether somebody wants her shares to be recorded; empty when she has not said. */
    public Optional<Boolean> keepsShares(WebUser owner) {
        return items.keepsShares(owner);
    }

    /** Remembers whether somebody wants her shares to be recorded. */
    public void keepShares(WebUser owner, boolean wanted) {
        items.keepShares(owner, wanted);
    }

    /** Deletes for good what has expired and what cannot be restored any more. */
    public void sweep() {
        Instant now = clock.instant();
        List<GalleryItem> gone;
        do {
            gone = items.gone(now.minus(limits.undo()), now, STEP);
            gone.forEach(this::remove);
        } while (gone.size() == STEP);
    }

    private void remove(GalleryItem item) {
        try {
            delete(Optional.of(item.id()));
            delete(item.thumbnail());
        } catch (IOException e) {
            // It expires in the store by itself.
            LOG.warn("a file that was deleted stays until it expires: {}", e.toString());
        }
        items.forget(item.id());
    }

    private void delete(Optional<String> id) throws IOException {
        Optional<StoredFile> file = id.isPresent() ? store.find(id.get()) : Optional.empty();
        if (file.isPresent()) {
            store.delete(file.get());
        }
    }
}
