package org.tombolo.trace;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A piece of the log. What is in it never changes, so that it is read while more is added. */
final class TraceChunk {
    private final byte[] octets;
    private volatile int length;

    TraceChunk(int size) {
        octets = new byte[size];
    }

    /** Adds a record; false when there is no room. One thread at a time. */
    boolean add(byte[] record) {
        int at = length;
        if (record.length > octets.length - at) {
            return false;
        }
        System.arraycopy(record, 0, octets, at, record.length);
        length = at + record.length;
        return true;
    }

    /** Shows what is there now, in order. */
    void read(Consumer<TraceRecord> reader) {
        int end = length;
        ByteBuffer all = ByteBuffer.wrap(octets);
        for (int at = 0; at < end; ) {
            TraceRecord record = new TraceRecord(all, at);
            reader.accept(record);
            at = record.end();
        }
    }
}
