package org.tombolo.media.rtmp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes messages in chunks (5.3.1), each with a full header: the few octets that differences would save are not worth their state. */
final class ChunkWriter {
    /** What we announce: most frames of a phone fit one chunk. */
    static final int SIZE = 4096;

    private static final int EXTENDED = 0xFFFFFF;

    private final OutputStream out;

    ChunkWriter(OutputStream out) {
        this.out = out;
    }

    /** Tells the size of our chunks (5.4.1), in one that is small enough before it is told. */
    void announce() throws IOException {
        write(
                2,
                new Message(
                        Message.SET_CHUNK_SIZE,
                        0,
                        0,
                        ByteBuffer.allocate(4).putInt(SIZE).array()));
    }

    /**
     * @param channel chunk stream id, 2 to 63
     */
    void write(int channel, Message message) throws IOException {
        boolean extended = message.time() >= EXTENDED;
        out.write(header(channel, message, extended));
        byte[] payload = message.payload();
        for (int at = 0; at < payload.length; at += SIZE) {
            if (at > 0) {
                out.write(0xC0 | channel);
                if (extended) {
                    out.write(
                            ByteBuffer.allocate(4).putInt((int) message.time()).array());
                }
            }
            out.write(payload, at, Math.min(SIZE, payload.length - at));
        }
    }

    /**
     * Type 0 (5.3.1.2.1):
     *
     * <pre>
     * |fmt| cs id |  timestamp (3)  |  message length (3)  | type id (1) | message stream id (4, little-endian) | extended timestamp (4)? |
     * </pre>
     */
    private static byte[] header(int channel, Message message, boolean extended) {
        int length = message.payload().length;
        ByteBuffer head = ByteBuffer.allocate(extended ? 16 : 12);
        head.put((byte) channel);
        head.putInt((extended ? EXTENDED : (int) message.time()) << 8);
        head.position(4);
        head.putInt(length << 8 | message.type());
        head.putInt(Integer.reverseBytes(message.stream()));
        if (extended) {
            head.putInt((int) message.time());
        }
        return head.array();
    }
}
