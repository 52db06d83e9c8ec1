package org.tombolo.filetransfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.sdp.FileSelector;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** Writes a file as it comes. The disk is waited for on a thread of its own; the sender waits no sooner than MSRP's window is full. */
final class FileSink implements MessageSink {
    private final IncomingMessage message;
    private final FileSelector selector;
    private final long start;
    private final Executor disk;
    private final Listener listener;
    private CompletableFuture<ContentStore.Upload> upload;
    /** Of the first octets of the file, how many are written. On the disk's threads, one at a time. */
    private long octets;

    /** What becomes of the file. Called on a thread of the disk. */
    interface Listener {
        /** Until when the file is kept; empty for as long as the store keeps files. */
        Optional<Instant> until();

        void kept(StoredFile file);

        /** The sender has gone, and may come back with the rest. Whoever is told owns the upload. */
        void interrupted(ContentStore.Upload upload, long octets, String why);

        void failed(MsrpStatus status);
    }

    /** Something that is done with the file. */
    private interface Step {
        void run(ContentStore.Upload upload) throws IOException;
    }

    private FileSink(
            IncomingMessage message,
            FileSelector selector,
            CompletableFuture<ContentStore.Upload> upload,
            long start,
            Executor disk,
            Listener listener) {
        this.message = message;
        this.selector = selector;
        this.upload = upload;
        this.start = start;
        this.octets = start;
        this.disk = disk;
        this.listener = listener;
    }

    /** One for a whole file. */
    static FileSink whole(
            IncomingMessage message, FileSelector selector, ContentStore store, Executor disk, Listener listener) {
        CompletableFuture<ContentStore.Upload> upload = CompletableFuture.supplyAsync(() -> begin(store), disk);
        return new FileSink(message, selector, upload, 0, disk, listener);
    }

    /**
     * One for the rest of a file.
     *
     * @param upload has its beginning
     * @param start how many octets stand before what comes
     */
    static FileSink rest(
            IncomingMessage message,
            FileSelector selector,
            ContentStore.Upload upload,
            long start,
            Executor disk,
            Listener listener) {
        return new FileSink(message, selector, CompletableFuture.completedFuture(upload), start, disk, listener);
    }

    private static ContentStore.Upload begin(ContentStore store) {
        try {
            return store.begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void then(Step step) {
        upload = upload.thenApplyAsync(
                open -> {
                    try {
                        step.run(open);
                        return open;
                    } catch (IOException e) {
                        open.abandon();
                        throw new UncheckedIOException(e);
                    }
                },
                disk);
    }

    @Override
    public void part(long offset, ByteBuffer data) {
        int count = data.remaining();
        then(open -> {
            open.write(start + offset, data);
            if (start + offset <= octets) {
                octets = Math.max(octets, start + offset + count);
            }
            message.consumed(count);
        });
        upload.whenComplete(refuseFailed());
    }

    private BiConsumer<ContentStore.Upload, Throwable> refuseFailed() {
        return (open, failure) -> {
            if (failure != null) {
                // RFC 4975 10.5: nothing more of this.
                MsrpStatus status = new MsrpStatus(413, "the file cannot be kept");
                message.refuse(status);
                listener.failed(status);
            }
        };
    }

    @Override
    public void complete(long size) {
        then(open -> {
            Optional<MsrpStatus> wrong = wrong(open, start + size);
            if (wrong.isPresent()) {
                open.abandon();
                message.refuse(wrong.get());
                listener.failed(wrong.get());
            } else {
                listener.kept(keep(open, selector.name().orElse("file"), start + size));
            }
        });
        upload.whenComplete(refuseFailed());
    }

    private StoredFile keep(ContentStore.Upload open, String name, long size) throws IOException {
        Optional<Instant> until = listener.until();
        return until.isPresent() ? open.keep(name, type(), size, until.get()) : open.keep(name, type(), size);
    }

    /** RFC 5547 8.3.1: what came must be what was offered. */
    private Optional<MsrpStatus> wrong(ContentStore.Upload open, long size) throws IOException {
        if (selector.size().orElse(size) != size) {
            return Optional.of(new MsrpStatus(400, "the file has another size than was offered"));
        }
        for (FileSelector.Hash hash : selector.hashes()) {
            // RFC 5547 6: SHA-1 is the only one that there is.
            if (hash.algorithm().equals("sha-1") && !hash.value().equals(colons(open.hash("SHA-1", size)))) {
                return Optional.of(new MsrpStatus(400, "the file has another hash than was offered"));
            }
        }
        return Optional.empty();
    }

    private static String colons(byte[] hash) {
        return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
    }

    private String type() {
        return FileTerms.known(selector.type().orElse(message.contentType()));
    }

    @Override
    public void aborted(String why) {
        then(open -> listener.interrupted(open, octets, why));
        upload.whenComplete((open, failure) -> {
            if (failure != null) {
                listener.failed(new MsrpStatus(413, why));
            }
        });
    }
}
