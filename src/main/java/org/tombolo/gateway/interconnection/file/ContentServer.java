package org.tombolo.gateway.interconnection.file;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.FileTerms;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.msrp.cpim.FileResume;

/**
 * The HTTP content server of GSMA RCC.07: a phone uploads a file and gets the description of it, which it sends as a message. One that
 * broke off is gone on with (decision 88). Waits for the disk. Safe for all threads.
 */
public final class ContentServer {
    /** Media type of a description. */
    public static final String DESCRIPTION = FileLink.TYPE;

    /** Media type of how far an upload is. */
    public static final String PROGRESS = FileResume.TYPE;

    /** Octets of a thumbnail. */
    public static final int LARGEST_THUMBNAIL = 128 << 10;

    /** Of all users, and of each one; the oldest is forgotten. */
    private static final int MOST = 10_000;

    private static final int MOST_EACH = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ContentServer.class);

    private final KeptFiles files;
    private final UploadStore saved;
    private final long most;
    private final Duration patience;
    private final Clock clock;
    private final Map<Transaction, PhoneUpload> uploads = new LinkedHashMap<>();

    /**
     * By what an upload is known that is gone on with.
     *
     * @param owner who has signed in
     * @param tid which the phone has made up
     */
    public record Transaction(String owner, String tid) {
        private static final Pattern TID = Pattern.compile("[!-~]{1,100}");

        public Transaction {
            if (!TID.matcher(tid).matches()) {
                throw new IllegalArgumentException("no tid");
            }
        }

        /** Empty when this is no tid. */
        public static Optional<Transaction> of(String owner, String tid) {
            return TID.matcher(tid).matches() ? Optional.of(new Transaction(owner, tid)) : Optional.empty();
        }
    }

    /**
     * One that knows what an earlier process has saved.
     *
     * @param most octets of a file
     * @param patience how long an upload that broke off is kept, and how long it is known what became of one
     */
    public ContentServer(KeptFiles files, UploadStore saved, long most, Duration patience, Clock clock) {
        this.files = files;
        this.saved = saved;
        this.most = most;
        this.patience = patience;
        this.clock = clock;
        saved.all().forEach(this::restore);
    }

    private void restore(SavedUpload left) {
        try {
            PhoneUpload.restored(files, left, most)
                    .ifPresentOrElse(
                            upload -> remember(left.transaction(), upload).forEach(this::forget),
                            () -> saved.forget(left.id()));
        } catch (IOException e) {
            LOG.warn("an upload that broke off is lost: {}", e.toString());
            saved.forget(left.id());
        }
    }

    private void forget(PhoneUpload upload) {
        upload.abandon();
        saved.forget(upload.id());
    }

    /** After each thing that the phone has said of it. */
    private void save(PhoneUpload upload) {
        upload.saved().ifPresent(saved::save);
    }

    /** Octets that a file may have at most. */
    public long most() {
        return most;
    }

    /**
     * A phone begins an upload.
     *
     * @param transaction empty when it does not want to go on with it
     * @throws IOException when there is no place for it
     */
    public PhoneUpload begin(Optional<Transaction> transaction) throws IOException {
        PhoneUpload upload = new PhoneUpload(files, files.store().begin(), transaction, most, clock.instant());
        transaction.ifPresent(named -> {
            remember(named, upload).forEach(this::forget);
            save(upload);
        });
        return upload;
    }

    /** Those that have to go for it. */
    private List<PhoneUpload> remember(Transaction transaction, PhoneUpload upload) {
        List<PhoneUpload> gone = new ArrayList<>();
        synchronized (uploads) {
            Optional.ofNullable(uploads.remove(transaction)).ifPresent(gone::add);
            long hers = uploads.keySet().stream()
                    .filter(other -> other.owner().equals(transaction.owner()))
                    .count();
            Iterator<Map.Entry<Transaction, PhoneUpload>> oldest =
                    uploads.entrySet().iterator();
            while (oldest.hasNext() && (hers >= MOST_EACH || uploads.size() >= MOST)) {
                Map.Entry<Transaction, PhoneUpload> other = oldest.next();
                boolean own = other.getKey().owner().equals(transaction.owner());
                if (own || uploads.size() >= MOST) {
                    oldest.remove();
                    gone.add(other.getValue());
                    hers -= own ? 1 : 0;
                }
            }
            uploads.put(transaction, upload);
        }
        return gone;
    }

    /** What a phone says of the file that comes next. */
    public PhoneUpload.Part begin(PhoneUpload upload, String name, String type, OptionalLong size) throws IOException {
        if (size.orElse(0) > most) {
            throw upload.tooLarge();
        }
        upload.about(name, type, size);
        return touched(upload, 0);
    }

    /** A thumbnail comes with the file. */
    public void thumbnail(PhoneUpload upload, String name, String type, byte[] content) throws IOException {
        upload.thumbnail(files.keep(name.isEmpty() ? "thumbnail" : name, FileTerms.known(type), content));
        save(upload);
    }

    /** An upload that was begun before; empty when it is not known any more. */
    public Optional<PhoneUpload> find(Transaction transaction) {
        synchronized (uploads) {
            return Optional.ofNullable(uploads.get(transaction));
        }
    }

    /**
     * The phone goes on with one.
     *
     * @param offset of the first octet that comes
     * @throws PhoneUpload.GapException when what is before it is missing
     */
    public PhoneUpload.Part resume(PhoneUpload upload, long offset) throws PhoneUpload.GapException {
        return touched(upload, offset);
    }

    private PhoneUpload.Part touched(PhoneUpload upload, long offset) throws PhoneUpload.GapException {
        PhoneUpload.Part part = upload.part(offset, clock.instant());
        save(upload);
        return part;
    }

    /** All of a file is here: its description. */
    public byte[] keep(PhoneUpload upload) throws IOException {
        return upload.keep(clock.instant());
    }

    /** The description of a file; empty while not all of it is here. */
    public Optional<byte[]> description(PhoneUpload upload) throws IOException {
        return upload.description(clock.instant());
    }

    /** How far an upload is; empty when nothing of it is here. */
    public Optional<byte[]> progress(PhoneUpload upload, String tid) {
        long received = upload.received();
        return received == 0 ? Optional.empty() : Optional.of(new FileResume(received, files.uploads(tid)).octets());
    }

    /** Gives one up that nobody can go on with. */
    public void abandon(PhoneUpload upload) {
        forget(upload);
    }

    /** Gives up what phones have not come back for. */
    public void tidy() {
        Instant old = clock.instant().minus(patience);
        List<PhoneUpload> gone = new ArrayList<>();
        synchronized (uploads) {
            uploads.values().removeIf(upload -> !upload.touchedSince(old) && gone.add(upload));
        }
        gone.forEach(this::forget);
    }
}
