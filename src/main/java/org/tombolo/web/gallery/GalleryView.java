package org.tombolo.web.gallery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tombolo.gallery.GalleryItem;

/**
 * A thing of a gallery in the API's words.
 *
 * @param seconds length of a recording
 * @param url of its content, below the root of the portal
 * @param thumbnailUrl of a small picture of it, likewise
 */
record GalleryView(
        String id,
        String origin,
        String from,
        String name,
        String type,
        long size,
        Instant since,
        Optional<Double> seconds,
        String url,
        Optional<String> thumbnailUrl,
        Instant expiresAt) {

    static GalleryView of(GalleryItem item) {
        String url = GalleryServlet.ROOT + "/" + item.id();
        return new GalleryView(
                item.id(),
                item.origin().text(),
                item.from(),
                item.name(),
                item.type(),
                item.size(),
                item.since(),
                item.length().map(Duration::toMillis).map(millis -> millis / 1000.0),
                url,
                item.thumbnail().map(thumbnail -> url + "/thumbnail"),
                item.expires());
    }
}
