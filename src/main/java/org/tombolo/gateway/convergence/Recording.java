package org.tombolo.gateway.convergence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.identity.WebUser;
import org.tombolo.media.mp4.FragmentedFile;
import org.tombolo.storage.ContentStore;

/**
 * One share that is written down as it comes: a viewer that writes, so that a slow disk costs a gap up to the next key frame and holds
 * nobody up. What is written is on its way to the disk at once, so that the end of this process costs no more than a frame. A
 * picture of another kind begins another file.
 */
final class Recording implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'share' yyyy-MM-dd HH.mm.ss'.mp4'").withZone(ZoneOffset.UTC);

    private final Gallery gallery;
    private final WebUser owner;
    private final String from;
    private final Viewer viewer;
    private final Duration longest;
    private final Recorder.Counts counts;
    private final Consumer<String> told;
    private final Clock clock;
    private long left;
    private @Nullable Part part;

    /** A file that is being written. */
    private record Part(GalleryItem item, ContentStore.Upload upload) {}

    Recording(
            Gallery gallery,
            WebUser owner,
            String from,
            Viewer viewer,
            Duration longest,
            Recorder.Counts counts,
            Consumer<String> told,
            Clock clock) {
        this.gallery = gallery;
        this.owner = owner;
        this.from = from;
        this.viewer = viewer;
        this.longest = longest;
        this.counts = counts;
        this.told = told;
        this.clock = clock;
    }

    @Override
    public void run() {
        try (viewer) {
            left = gallery.left(owner);
            told.accept("recorded for " + owner.name());
            told.accept(write());
        } catch (IOException e) {
            LOG.warn("a share is not recorded any more: {}", e.toString());
            told.accept("not recorded any more: the store does not take it");
        } catch (InterruptedException e) {
            // We stop; what is not finished is when we start again.
            Thread.currentThread().interrupt();
            return;
        }
        finish();
        for (long gap = viewer.skips(); gap > 0; gap--) {
            counts.gaps().increment();
        }
    }

    private String write() throws IOException, InterruptedException {
        Instant end = clock.instant().plus(longest);
        while (!viewer.over()) {
            Optional<Chunk> chunk = viewer.nextChunk(PATIENCE);
            if (chunk.isPresent()) {
                write(chunk.get());
            }
            if (left <= 0) {
                return "not recorded any more: the gallery is full";
            } else if (!clock.instant().isBefore(end)) {
                return "not recorded any more: it is too long";
            }
        }
        return "recording ends";
    }

    private void write(Chunk chunk) throws IOException {
        boolean begins = chunk.kind() == Chunk.Kind.INIT;
        if (begins) {
            finish();
            begin();
        }
        if (part != null) {
            byte[] octets = begins ? FragmentedFile.beginning(chunk.bytes()) : chunk.bytes();
            left -= octets.length;
            part.upload().write(part.upload().size(), ByteBuffer.wrap(octets));
        }
    }

    private void begin() throws IOException {
        ContentStore.Upload upload = gallery.store().begin();
        String name = NAME.format(clock.instant());
        try {
            part = new Part(gallery.begin(owner, from, name, "video/mp4", upload.id()), upload);
        } finally {
            if (part == null) {
                upload.abandon();
            }
        }
    }

    private void finish() {
        Part written = part;
        part = null;
        if (written == null) {
            return;
        }
        try {
            boolean kept = new RecordedFile(gallery, written.item()).finish(written.upload());
            (kept ? counts.kept() : counts.failed()).increment();
            gallery.store().trouble().ifPresent(told);
        } catch (IOException e) {
            counts.failed().increment();
            LOG.warn(
                    "recording {} is not finished before the next start: {}",
                    written.item().id(),
                    e.toString());
        }
    }
}
