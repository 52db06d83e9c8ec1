package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.tombolo.filetransfer.FileTerms;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/**
 * The HTTP content server of GSMA RCC.07: a phone uploads a file and gets the description of it, which it sends as a message. Waits
 * for the disk. Safe for all threads.
 */
public final class ContentServer {
    /** Media type of a description. */
    public static final String DESCRIPTION = FileLink.TYPE;

    private static final int BLOCK = 64 << 10;

    private final KeptFiles files;
    private final long most;

    /**
     * What is uploaded.
     *
     * @param name for a person, may be empty
     * @param type media type, with parameters or not; may be empty
     * @param content read once, and not closed
     */
    public record Content(String name, String type, InputStream content) {}

    /** @param most octets of a file */
    public ContentServer(KeptFiles files, long most) {
        this.files = files;
        this.most = most;
    }

    /** Octets that a file may have at most. */
    public long most() {
        return most;
    }

    /** A file that is larger than the server takes. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLargeException(long most) {
            super("a file may have at most " + most + " octets");
        }
    }

    /**
     * Keeps a file.
     *
     * @return its description
     * @throws TooLargeException when it is larger than {@link #most}
     * @throws IOException when it cannot be read or kept
     */
    public byte[] keep(Content file, Optional<Content> thumbnail) throws IOException {
        StoredFile kept = keep(file);
        Optional<StoredFile> small = thumbnail.isPresent() ? Optional.of(keep(thumbnail.get())) : Optional.empty();
        return files.link(kept, small).octets();
    }

    private StoredFile keep(Content content) throws IOException {
        ContentStore.Upload upload = files.store().begin();
        try {
            byte[] block = new byte[BLOCK];
            long size = 0;
            for (int count = content.content().read(block);
                    count >= 0;
                    count = content.content().read(block)) {
                if (size + count > most) {
                    throw new TooLargeException(most);
                }
                upload.write(size, ByteBuffer.wrap(block, 0, count));
                size += count;
            }
            return upload.keep(
                    content.name().isEmpty() ? "file" : content.name(), FileTerms.known(content.type()), size);
        } finally {
            upload.abandon();
        }
    }
}
