package org.tombolo.gateway.convergence.content;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.filetransfer.Destination;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.identity.WebUser;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.storage.Previews.Preview;
import org.tombolo.storage.StoredFile;

/** One file of a phone on its way into a gallery, which makes its own small picture of it. */
final class FileToGallery implements Destination {
    private final Gallery gallery;
    private final WebUser owner;
    private final String from;
    private final Counts counts;

    /** What is counted. */
    record Counts(Metrics.Counter kept, Metrics.Counter refused, Metrics.Counter failed) {
        static Counts of(Metrics metrics) {
            return new Counts(counter(metrics, "delivered"), counter(metrics, "refused"), counter(metrics, "failed"));
        }

        private static Metrics.Counter counter(Metrics metrics, String result) {
            return metrics.counter("tombolo_files_total", "direction", "sip_to_web", "result", result);
        }
    }

    FileToGallery(Gallery gallery, WebUser owner, String from, Counts counts) {
        this.gallery = gallery;
        this.owner = owner;
        this.from = from;
        this.counts = counts;
    }

    @Override
    public Optional<Instant> until() {
        return Optional.of(gallery.expiry());
    }

    @Override
    public void received(StoredFile file, Optional<Preview> icon, Consumer<MsrpStatus> settled) {
        // RFC 5547: a phone need not say the size before; what came is what counts.
        if (file.size() > gallery.left(owner)) {
            counts.refused().increment();
            settled.accept(new MsrpStatus(413, "the gallery is full"));
        } else {
            gallery.add(owner, GalleryItem.Origin.RECEIVED, from, file);
            counts.kept().increment();
            settled.accept(MsrpStatus.OK);
        }
    }

    @Override
    public void failed(MsrpStatus why) {
        counts.failed().increment();
    }
}
