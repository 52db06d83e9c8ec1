package org.tombolo.app;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.file.KeptFiles;
import org.tombolo.gateway.interconnection.presence.Pictures;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.file.DirectoryStore;
import org.tombolo.storage.imageio.ImagePreviews;
import org.tombolo.xmpp.ContactCard;

/**
 * What is kept for users, and served under {@code /files/}.
 *
 * @param disk runs what waits for the store
 */
record ContentService(ContentStore store, KeptFiles files, ExecutorService disk) {
    private static final int DISK_THREADS = 2;
    /** Octets; XMPP clients make avatars of 10 to 50 KB. */
    private static final int LARGEST_PICTURE = 512 << 10;

    private static final Map<String, String> PICTURES = Map.of(
            "image/png",
            "picture.png",
            "image/jpeg",
            "picture.jpg",
            "image/gif",
            "picture.gif",
            "image/webp",
            "picture.webp");

    static ContentService build(Foundation foundation, Application.Closing closing) throws IOException {
        Settings settings = foundation.settings();
        DirectoryStore store = new DirectoryStore(
                settings.data().resolve("files"),
                settings.files().total(),
                settings.files().expiry(),
                foundation.random(),
                foundation.clock());
        // What sessions still want once we stop is left undone: files that are not whole go at the next start.
        ExecutorService disk = new ThreadPoolExecutor(
                DISK_THREADS,
                DISK_THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Threads.named("disk"),
                new ThreadPoolExecutor.DiscardPolicy());
        closing.closing((AutoCloseable) disk::shutdownNow);
        foundation
                .threads()
                .timers()
                .scheduleWithFixedDelay(() -> disk.execute(store::deleteExpired), 1, 60, TimeUnit.MINUTES);
        String links = foundation.publicUrl().text() + "/files";
        return new ContentService(store, new KeptFiles(store, new ImagePreviews(store), links), disk);
    }

    /** Where pictures of XMPP users are put for phones. */
    Pictures pictures() {
        return picture -> CompletableFuture.supplyAsync(() -> keep(picture), disk);
    }

    private Optional<Pictures.Place> keep(ContactCard.Picture picture) {
        return Optional.ofNullable(PICTURES.get(picture.type()))
                .filter(name -> picture.content().length <= LARGEST_PICTURE)
                .flatMap(name -> files.publish(name, picture.type(), picture.content()))
                .map(kept -> new Pictures.Place(URI.create(kept.link()), kept.until()));
    }
}
