package org.tombolo.msrp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Watches the body of a chunk that we write for its own end-line, which must not be there (RFC 4975 7.1). It counts how
 * much of the end-line, without its flag, has just gone by.
 */
public final class EndLineGuard {
    private static final int HYPHENS = 7;

    private final byte[] endLine;
    private int seen;

    /** @param transaction identifier without hyphens */
    public EndLineGuard(String transaction) {
        if (transaction.indexOf('-') >= 0) {
            throw new IllegalArgumentException("our transaction identifiers have no hyphens");
        }
        this.endLine = ("-------" + transaction).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * How many of the next octets can be written before one would complete the end-line. They are taken as written.
     *
     * @param most how many are wanted, at most what remains
     */
    public int writable(ByteBuffer data, int most) {
        for (int i = 0; i < most; i++) {
            int next = after(data.get(data.position() + i));
            if (next == endLine.length) {
                return i;
            }
            seen = next;
        }
        return most;
    }

    private int after(byte octet) {
        if (octet == endLine[seen]) {
            return seen + 1;
        }
        if (octet != '-') {
            return 0;
        }
        // An eighth hyphen still leaves seven behind it; one further on is a new start.
        return seen == HYPHENS ? HYPHENS : 1;
    }
}
