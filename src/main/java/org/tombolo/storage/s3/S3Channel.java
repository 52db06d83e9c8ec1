package org.tombolo.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/** An object that is read, by one request for each place that is gone to. For one thread at a time. */
final class S3Channel implements SeekableByteChannel {
    private static final int BLOCK = 64 << 10;

    private final Bucket bucket;
    private final String key;
    private final long size;
    private final byte[] block = new byte[BLOCK];
    private @Nullable InputStream content;
    private long position;
    private boolean open = true;

    S3Channel(Bucket bucket, String key, long size) {
        this.bucket = bucket;
        this.key = key;
        this.size = size;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (position >= size) {
            return -1;
        }
        if (content == null) {
            content = bucket.open(key, position);
        }
        int count = content.read(block, 0, Math.min(BLOCK, into.remaining()));
        if (count > 0) {
            into.put(block, 0, count);
            position += count;
        }
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        if (newPosition != position) {
            leave();
            position = newPosition;
        }
        return this;
    }

    private void leave() throws IOException {
        if (content != null) {
            content.close();
            content = null;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        leave();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
