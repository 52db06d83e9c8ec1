package org.tombolo.media.mp4;

import java.nio.ByteBuffer;

/** How long an Opus packet lasts (RFC 6716 3.1). */
final class OpusPacket {
    /** 20 ms in which nothing is heard: one channel, CELT only, a frame that codes silence. */
    static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private static final int MILLISECOND = 48;

    private OpusPacket() {}

    /** Ticks of 48 kHz, at most 120 ms; 0 for a packet that is none. */
    static int ticks(ByteBuffer packet) {
        int at = packet.position();
        int first = packet.get(at) & 0xFF;
        int frames = switch (first & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> packet.remaining() < 2 ? 0 : packet.get(at + 1) & 0x3F;
        };
        int ticks = frames * frame(first >> 3);
        return ticks > 120 * MILLISECOND ? 0 : ticks;
    }

    /** Table 2. */
    private static int frame(int configuration) {
        if (configuration < 12) {
            return new int[] {10, 20, 40, 60}[configuration & 3] * MILLISECOND;
        }
        return configuration < 16
                ? (configuration & 1) == 0 ? 10 * MILLISECOND : 20 * MILLISECOND
                : 5 * MILLISECOND / 2 << (configuration & 3);
    }
}
