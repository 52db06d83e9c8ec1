package org.tombolo.filetransfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.MessageSource;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** A file of the store as it is sent, a piece at a time. The disk is waited for on a thread of its own. */
final class FileContent implements MessageSource {
    private final ContentStore store;
    private final StoredFile file;
    private final long start;
    private final Executor disk;
    private @Nullable SeekableByteChannel channel;
    private long position;

    /** @param start how many octets are left out at the beginning */
    FileContent(ContentStore store, StoredFile file, long start, Executor disk) {
        this.store = store;
        this.file = file;
        this.start = start;
        this.position = start;
        this.disk = disk;
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(file.size() - start);
    }

    @Override
    public void pull(int most, Piece piece) {
        try {
            disk.execute(() -> read(most, piece));
        } catch (RejectedExecutionException e) {
            piece.fail("we stop");
        }
    }

    private synchronized void read(int most, Piece piece) {
        try {
            if (channel == null) {
                channel = store.open(file).position(start);
            }
            ByteBuffer data = ByteBuffer.allocate((int) Math.min(most, file.size() - position));
            while (data.hasRemaining()) {
                if (channel.read(data) < 0) {
                    throw new IOException("the file ends before its size");
                }
            }
            position += data.position();
            piece.take(data.flip(), position == file.size());
        } catch (IOException e) {
            piece.fail(String.valueOf(e.getMessage()));
        }
    }

    /** Gives the file back. */
    synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
