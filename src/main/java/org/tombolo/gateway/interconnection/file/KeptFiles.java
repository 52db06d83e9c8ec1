package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.Previews;
import org.tombolo.storage.StoredFile;
import org.tombolo.xmpp.Extension;

/** Files of the content store with small pictures of them, and where they are found. Waits for the disk. */
public final class KeptFiles {
    private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);

    private final ContentStore store;
    private final Previews previews;
    private final String links;

    /** @param links URL under which files are served, without a slash at its end */
    public KeptFiles(ContentStore store, Previews previews, String links) {
        this.store = store;
        this.previews = previews;
        this.links = links;
    }

    ContentStore store() {
        return store;
    }

    /** Keeps a small file. */
    StoredFile keep(String name, String type, byte[] content) throws IOException {
        ContentStore.Upload upload = store.begin();
        try {
            upload.write(0, ByteBuffer.wrap(content));
            return upload.keep(name, type, content.length);
        } finally {
            upload.abandon();
        }
    }

    /**
     * A file for everybody who has its link.
     *
     * @param until when it is deleted
     */
    public record Published(String link, Instant until) {}

    /** Keeps a small file; empty when there is no place for it. */
    public Optional<Published> publish(String name, String type, byte[] content) {
        try {
            StoredFile file = keep(name, type, content);
            return Optional.of(new Published(link(file), file.expires()));
        } catch (IOException e) {
            LOG.warn("a picture cannot be kept: {}", e.toString());
            return Optional.empty();
        }
    }

    /** A small picture of a file; none when it is no picture, or one that cannot be read. */
    Optional<Previews.Preview> preview(StoredFile file) {
        try {
            return previews.of(file);
        } catch (IOException e) {
            LOG.debug("no small picture: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Where a file is found. */
    String link(StoredFile file) {
        String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return links + "/" + file.id() + "/" + name;
    }

    /** Where a phone goes on with an upload (GSMA RCC.07). */
    String uploads(String tid) {
        return links + "?tid=" + URLEncoder.encode(tid, StandardCharsets.UTF_8);
    }

    /** A file as XMPP tells it. */
    Extension.SharedFile shared(StoredFile file, Optional<StoredFile> thumbnail) {
        return new Extension.SharedFile(
                link(file),
                file.name(),
                file.type(),
                OptionalLong.of(file.size()),
                thumbnail.map(t -> new Extension.Thumbnail(link(t), t.type(), OptionalLong.of(t.size()))),
                Optional.of(file.expires()));
    }

    /** A file as phones tell it. */
    FileLink link(StoredFile file, Optional<StoredFile> thumbnail) {
        return new FileLink(resource(file), file.name(), thumbnail.map(this::resource));
    }

    private FileLink.Resource resource(StoredFile file) {
        return new FileLink.Resource(
                link(file), file.type(), OptionalLong.of(file.size()), Optional.of(file.expires()));
    }

    void delete(StoredFile file) {
        try {
            store.delete(file);
        } catch (IOException e) {
            LOG.warn("a file that nobody needs stays until it expires: {}", e.toString());
        }
    }
}
