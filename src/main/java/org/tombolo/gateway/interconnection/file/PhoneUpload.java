package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.tombolo.filetransfer.FileTerms;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/**
 * A file on its way from a phone to the content server. OPEN -> KEPT | ABANDONED. One connection at a time writes; when the phone
 * comes back on another one, what the first still brings is of no use. Safe for all threads.
 */
public final class PhoneUpload {
    private final KeptFiles files;
    private final ContentStore.Upload upload;
    private final long most;
    private String name = "";
    private String type = "";
    private OptionalLong total = OptionalLong.empty();
    private Optional<StoredFile> thumbnail = Optional.empty();
    private Optional<FileLink> description = Optional.empty();
    private Instant touched;
    private int turn;
    private boolean over;

    PhoneUpload(KeptFiles files, ContentStore.Upload upload, long most, Instant now) {
        this.files = files;
        this.upload = upload;
        this.most = most;
        this.touched = now;
    }

    /** A file that is larger than the server takes. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLargeException(long most) {
            super("a file may have at most " + most + " octets");
        }
    }

    /** A part of a file that does not go on where the last one ended. */
    public static final class GapException extends IOException {
        private static final long serialVersionUID = 1L;

        private GapException(long size) {
            super("there are " + size + " octets");
        }
    }

    /** One connection that brings a part of it. */
    public final class Part {
        private final int mine;
        private long offset;

        private Part(int mine, long offset) {
            this.mine = mine;
            this.offset = offset;
        }

        /**
         * Writes what comes next.
         *
         * @throws IOException when there is no place for it, or the phone goes on with it on another connection
         */
        public void write(ByteBuffer octets) throws IOException {
            synchronized (PhoneUpload.this) {
                if (over || mine != turn) {
                    throw new IOException("the phone goes on elsewhere, or has given up");
                }
                if (offset + octets.remaining() > most) {
                    throw new TooLargeException(most);
                }
                int count = octets.remaining();
                upload.write(offset, octets);
                offset += count;
            }
        }

        /** One more than the offset of its last octet. */
        public long end() {
            return offset;
        }
    }

    TooLargeException tooLarge() {
        return new TooLargeException(most);
    }

    /**
     * What the phone says of the file.
     *
     * @param total octets, when it says so
     */
    synchronized void about(String said, String saidType, OptionalLong octets) {
        name = said.isEmpty() ? "file" : said;
        type = FileTerms.known(saidType);
        total = octets;
    }

    synchronized void thumbnail(StoredFile small) {
        thumbnail = Optional.of(small);
    }

    /**
     * A connection brings a part.
     *
     * @param offset of its first octet
     * @throws GapException when what is before it is missing
     */
    synchronized Part part(long offset, Instant now) throws GapException {
        if (over || offset > upload.size()) {
            throw new GapException(over ? 0 : upload.size());
        }
        touched = now;
        return new Part(++turn, offset);
    }

    /** How many of its octets are here. */
    public synchronized long received() {
        return description.isPresent() ? description.get().file().size().orElse(0) : upload.size();
    }

    /**
     * Keeps it.
     *
     * @return its description (GSMA RCC.07)
     */
    synchronized byte[] keep(Instant now) throws IOException {
        if (description.isEmpty()) {
            description = Optional.of(files.link(upload.keep(name, type, upload.size()), thumbnail));
            over = true;
        }
        touched = now;
        return description.get().octets();
    }

    /** Its description, once all of it is here. */
    synchronized Optional<byte[]> description(Instant now) throws IOException {
        boolean whole = !over && total.isPresent() && total.getAsLong() == upload.size();
        return whole || description.isPresent() ? Optional.of(keep(now)) : Optional.empty();
    }

    synchronized boolean touchedSince(Instant time) {
        return !touched.isBefore(time);
    }

    /** Nobody comes back for it; nothing happens to one that is kept. */
    synchronized void abandon() {
        if (!over) {
            over = true;
            upload.abandon();
            thumbnail.ifPresent(files::delete);
        }
    }
}
