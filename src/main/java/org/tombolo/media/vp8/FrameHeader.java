package org.tombolo.media.vp8;

import java.util.Optional;

/**
 * The uncompressed data chunk that a key frame starts with (RFC 6386 9.1).
 *
 * @param width in pixels, 1 to 16383
 * @param height likewise
 */
public record FrameHeader(int width, int height) {
    private static final int LENGTH = 10;

    /** Whether a frame is a key frame, by its first octet. */
    public static boolean isKey(int first) {
        return (first & 1) == 0;
    }

    /** Reads that of a key frame; empty when it is none that could be shown. */
    public static Optional<FrameHeader> parse(byte[] frame, int length) {
        boolean starts = length >= LENGTH
                && isKey(frame[0])
                && (frame[3] & 0xFF) == 0x9D
                && frame[4] == 0x01
                && frame[5] == 0x2A;
        if (!starts) {
            return Optional.empty();
        }
        FrameHeader header = new FrameHeader(size(frame, 6), size(frame, 8));
        return header.width > 0 && header.height > 0 ? Optional.of(header) : Optional.empty();
    }

    /** 14 bits, the octet of lesser weight first; the two above say how to scale, which players leave alone. */
    private static int size(byte[] frame, int at) {
        return (frame[at] & 0xFF | frame[at + 1] << 8) & 0x3FFF;
    }
}
