package org.tombolo.gateway.convergence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.media.mp4.FragmentedFile;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** The end of a recording: what is whole of its file gets an index and is kept. The same after a crash as after a share. */
final class RecordedFile {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedFile.class);

    private final Gallery gallery;
    private final GalleryItem item;

    RecordedFile(Gallery gallery, GalleryItem item) {
        this.gallery = gallery;
        this.item = item;
    }

    /** Finishes one of an earlier process; false when nothing is left of it. */
    boolean recover() {
        try {
            Optional<ContentStore.Upload> rest = gallery.store().resume(item.id());
            return rest.isPresent() ? finish(rest.get()) : kept();
        } catch (IOException e) {
            LOG.warn("recording {} cannot be finished now: {}", item.id(), e.toString());
            return false;
        }
    }

    /** That process came as far as to keep the file. */
    private boolean kept() throws IOException {
        Optional<StoredFile> file = gallery.store().find(item.id());
        if (file.isEmpty()) {
            gallery.abandon(item);
            return false;
        }
        try (SeekableByteChannel content = gallery.store().open(file.get())) {
            Optional<FragmentedFile> found = FragmentedFile.scan(
                    (offset, into) -> fill(content.position(offset), into),
                    file.get().size());
            found.ifPresent(pictures -> gallery.finish(file.get(), pictures.length()));
            return found.isPresent();
        }
    }

    private static void fill(SeekableByteChannel content, ByteBuffer into) throws IOException {
        while (into.hasRemaining() && content.read(into) >= 0) {}
    }

    /** Keeps what is whole; false when nothing is. */
    boolean finish(ContentStore.Upload upload) throws IOException {
        Optional<FragmentedFile> found = FragmentedFile.scan(upload::read, upload.size());
        if (found.isEmpty()) {
            upload.abandon();
            gallery.abandon(item);
            return false;
        }
        FragmentedFile pictures = found.get();
        upload.write(pictures.indexPosition(), ByteBuffer.wrap(pictures.index()));
        StoredFile file = upload.keep(item.name(), item.type(), pictures.size(), item.expires());
        gallery.finish(file, pictures.length());
        return true;
    }
}
