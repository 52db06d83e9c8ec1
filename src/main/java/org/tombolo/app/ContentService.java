package org.tombolo.app;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tombolo.config.Settings;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.gallery.GalleryStore;
import org.tombolo.gateway.interconnection.file.KeptFiles;
import org.tombolo.gateway.interconnection.file.SavedUpload;
import org.tombolo.gateway.interconnection.presence.Pictures;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.Previews;
import org.tombolo.storage.file.DirectoryStore;
import org.tombolo.storage.imageio.ImagePreviews;
import org.tombolo.storage.s3.S3Store;
import org.tombolo.store.jdbc.JdbcGallery;
import org.tombolo.store.jdbc.JdbcRecordings;
import org.tombolo.store.jdbc.JdbcUploads;
import org.tombolo.web.health.Health;
import org.tombolo.xmpp.ContactCard;

/**
 * What is kept for users, and served under {@code /files/}.
 *
 * @param interrupted what an earlier process was recording when it died
 * @param disk runs what waits for the store
 */
record ContentService(
        ContentStore store,
        KeptFiles files,
        Gallery gallery,
        Previews previews,
        List<GalleryItem> interrupted,
        ExecutorService disk) {
    private static final Duration UNDO = Duration.ofMinutes(10);
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
        GalleryStore items = new JdbcGallery(foundation.database().jdbi());
        List<GalleryItem> interrupted = items.unfinished();
        Stream<String> calls = new JdbcRecordings(foundation.database().jdbi())
                .unfinished().stream().flatMap(r -> Stream.of(r.dual(), r.mixed()));
        Stream<String> uploads =
                new JdbcUploads(foundation.database().jdbi()).all().stream().map(SavedUpload::id);
        DirectoryStore directory = new DirectoryStore(
                settings.data().resolve("files"),
                settings.files().total(),
                settings.files().expiry(),
                Stream.of(interrupted.stream().map(GalleryItem::id), calls, uploads)
                        .flatMap(ids -> ids)
                        .collect(Collectors.toSet()),
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
                .scheduleWithFixedDelay(() -> disk.execute(directory::deleteExpired), 1, 60, TimeUnit.MINUTES);
        ContentStore store = settings.s3()
                .<ContentStore>map(s3 -> bucket(foundation, s3, directory, disk, closing))
                .orElse(directory);
        String links = foundation.publicUrl().text() + "/files";
        Previews previews = new ImagePreviews(store);
        Gallery gallery = new Gallery(
                items,
                store,
                previews,
                new Gallery.Limits(
                        settings.gallery().quota(), settings.gallery().expiry(), UNDO),
                foundation.clock());
        foundation
                .threads()
                .timers()
                .scheduleWithFixedDelay(() -> disk.execute(gallery::sweep), 1, 1, TimeUnit.MINUTES);
        return new ContentService(store, new KeptFiles(store, previews, links), gallery, previews, interrupted, disk);
    }

    private static S3Store bucket(
            Foundation foundation,
            Settings.S3 settings,
            DirectoryStore spool,
            ExecutorService disk,
            Application.Closing closing) {
        S3Store.Place place = new S3Store.Place(
                settings.url(), settings.region(), settings.bucket(), settings.accessKey(), settings.secret());
        S3Store store = closing.closing(
                new S3Store(place, spool, foundation.settings().files().total(), foundation.clock()));
        foundation.threads().timers().scheduleWithFixedDelay(() -> disk.execute(store::sweep), 0, 10, TimeUnit.MINUTES);
        return store;
    }

    /** Readiness; nothing when files are in a directory alone, which the start would have failed without. */
    Optional<Health.Check> check() {
        return store instanceof S3Store ? Optional.of(new Health.Check("files", this::state)) : Optional.empty();
    }

    private Health.State state() {
        return store.trouble().map(Health.State::degraded).orElseGet(() -> Health.State.up("the bucket takes files"));
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
