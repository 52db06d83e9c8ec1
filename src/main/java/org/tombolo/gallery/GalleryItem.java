package org.tombolo.gallery;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.tombolo.identity.WebUser;

/**
 * One thing in somebody's gallery.
 *
 * @param id that of its file in the content store
 * @param owner who sees it
 * @param origin how it came there
 * @param from who shared it, as {@link org.tombolo.identity.Address#text} writes it; empty for an upload
 * @param name for a person
 * @param type media type without parameters
 * @param size octets
 * @param since when it was shared or uploaded
 * @param length of a recording
 * @param thumbnail id of a small picture of it in the content store
 * @param expires when it is deleted
 */
public record GalleryItem(
        String id,
        WebUser owner,
        Origin origin,
        String from,
        String name,
        String type,
        long size,
        Instant since,
        Optional<Duration> length,
        Optional<String> thumbnail,
        Instant expires) {

    /** How something came into a gallery. */
    public enum Origin {
        /** A live share that was recorded. */
        RECORDED,
        /** A file that an IMS user sent. */
        RECEIVED,
        /** The owner's own. */
        UPLOADED;

        /** The name that the API uses. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
