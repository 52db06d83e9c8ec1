package org.tombolo.storage.imageio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file of the store as Java's codecs read it: in place, without a copy in memory or on disk. */
final class StoredImage extends ImageInputStreamImpl {
    private static final int BLOCK = 16 << 10;

    private final SeekableByteChannel channel;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
    private long blockStart;

    StoredImage(SeekableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        boolean inBlock = streamPos >= blockStart && streamPos < blockStart + block.limit();
        if (!inBlock && !fill()) {
            return -1;
        }
        int from = Math.toIntExact(streamPos - blockStart);
        int count = Math.min(length, block.limit() - from);
        block.get(from, into, offset, count);
        streamPos += count;
        return count;
    }

    private boolean fill() throws IOException {
        blockStart = streamPos;
        channel.position(streamPos);
        block.clear();
        int count = channel.read(block);
        block.flip();
        return count > 0;
    }

    @Override
    public long length() {
        try {
            return channel.size();
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            super.close();
        }
    }
}
