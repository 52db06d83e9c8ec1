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
    private final String id;
    /** Empty when all of it was kept by an earlier process. */
    private final Optional<ContentStore.Upload> open;

    private final Optional<ContentServer.Transaction> transaction;
    private final long most;
    private String name = "";
    private String type = "";
    private OptionalLong total = OptionalLong.empty();
    private Optional<StoredFile> thumbnail = Optional.empty();
    private Optional<FileLink> description = Optional.empty();
    private Instant touched;
    private int turn;
    private boolean over;

    /** @param transaction empty when the phone does not want to go on with it */
    PhoneUpload(
            KeptFiles files,
            ContentStore.Upload upload,
            Optional<ContentServer.Transaction> transaction,
            long most,
            Instant now) {
        this(files, upload.id(), Optional.of(upload), transaction, most, now);
    }

    private PhoneUpload(
            KeptFiles files,
            String id,
            Optional<ContentStore.Upload> open,
            Optional<ContentServer.Transaction> transaction,
            long most,
            Instant touched) {
        this.files = files;
        this.id = id;
        this.open = open;
        this.transaction = transaction;
        this.most = most;
        this.touched = touched;
    }

    /** One that an earlier process began; empty when nothing is left of it. */
    static Optional<PhoneUpload> restored(KeptFiles files, SavedUpload saved, long most) throws IOException {
        Optional<ContentStore.Upload> open = files.store().resume(saved.id());
        Optional<StoredFile> kept =
                open.isPresent() ? Optional.empty() : files.store().find(saved.id());
        if (open.isEmpty() && kept.isEmpty()) {
            return Optional.empty();
        }
        PhoneUpload upload =
                new PhoneUpload(files, saved.id(), open, Optional.of(saved.transaction()), most, saved.touched());
        upload.name = saved.name();
        upload.type = saved.type();
        upload.total = saved.total();
        upload.thumbnail = saved.thumbnail().isPresent()
                ? files.store().find(saved.thumbnail().get())
                : Optional.empty();
        upload.description = kept.map(file -> files.link(file, upload.thumbnail));
        upload.over = kept.isPresent();
        return Optional.of(upload);
    }

    /** What another process has to know to go on with it; empty when nobody comes back for it. */
    synchronized Optional<SavedUpload> saved() {
        return transaction.map(named -> new SavedUpload(
                named, id, StoredFile.nameOf(name), type, total, thumbnail.map(StoredFile::id), touched));
    }

    String id() {
        return id;
    }

    private ContentStore.Upload upload() {
        return open.orElseThrow(() -> new IllegalStateException("all of it was kept before"));
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
                upload().write(offset, octets);
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
        if (over || offset > upload().size()) {
            throw new GapException(over ? 0 : upload().size());
        }
        touched = now;
        return new Part(++turn, offset);
    }

    /** How many of its octets are here. */
    public synchronized long received() {
        return description.isPresent() ? description.get().file().size().orElse(0) : upload().size();
    }

    /**
     * Keeps it.
     *
     * @return its description (GSMA RCC.07)
     */
    synchronized byte[] keep(Instant now) throws IOException {
        if (description.isEmpty()) {
            description = Optional.of(files.link(upload().keep(name, type, upload().size()), thumbnail));
            over = true;
        }
        touched = now;
        return description.get().octets();
    }

    /** Its description, once all of it is here. */
    synchronized Optional<byte[]> description(Instant now) throws IOException {
        boolean whole = !over && total.isPresent() && total.getAsLong() == upload().size();
        return whole || description.isPresent() ? Optional.of(keep(now)) : Optional.empty();
    }

    synchronized boolean touchedSince(Instant time) {
        return !touched.isBefore(time);
    }

    /** Nobody comes back for it; nothing happens to one that is kept. */
    synchronized void abandon() {
        if (!over) {
            over = true;
            upload().abandon();
            thumbnail.ifPresent(files::delete);
        }
    }
}
