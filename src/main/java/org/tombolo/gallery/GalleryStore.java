package org.tombolo.gallery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tombolo.identity.WebUser;

/** What is known of the galleries. Waits for the database. Safe for all threads. */
public interface GalleryStore {

    /** Adds what is there already. */
    void add(GalleryItem item);

    /** Adds what is still being written; nobody sees it before {@link #complete}. */
    void begin(GalleryItem item);

    /** What was begun is there. */
    void complete(String id, long size, Duration length);

    /** What was begun, by this process or an earlier one, and is neither complete nor forgotten. */
    List<GalleryItem> unfinished();

    /**
     * What somebody sees now, the newest first.
     *
     * @param after id of the last one already seen, or empty; nothing follows an id that is not known
     * @param limit 1 to 1000
     */
    List<GalleryItem> list(WebUser owner, String after, int limit, Instant now);

    /** One that somebody sees now. */
    Optional<GalleryItem> find(String id, Instant now);

    /** Hides one; false when there is none. */
    boolean discard(String id, Instant now);

    /** Shows one of somebody's again that was discarded; false when there is none. */
    boolean restore(WebUser owner, String id);

    /** What nobody can see any more: discarded before a time, or expired by another. */
    List<GalleryItem> gone(Instant discardedBefore, Instant now, int limit);

    /** Forgets one. */
    void forget(String id);

    /** Octets of all that somebody has, with what is discarded and can be restored. */
    long used(WebUser owner);

    /** Whether somebody wants her shares to be recorded; empty when she has not said. */
    Optional<Boolean> keepsShares(WebUser owner);

    /** Remembers whether somebody wants her shares to be recorded. */
    void keepShares(WebUser owner, boolean wanted);
}
