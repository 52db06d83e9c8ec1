package org.tombolo.msrp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Buffers for what is on its way to or from sockets right now. For one thread. */
final class BufferPool {
    /** Holds the largest TLS record (RFC 8446 5.2, with what SSLEngine adds) and several chunks. */
    static final int SIZE = 32 << 10;

    private static final int KEPT = 256;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer.clear();
    }

    void give(ByteBuffer buffer) {
        if (free.size() < KEPT) {
            free.push(buffer);
        }
    }
}
