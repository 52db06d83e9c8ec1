package org.tombolo.media.transcode.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes messages into a pipe, each by one write. Blocks while the pipe is full; for all threads. */
public final class MessageWriter {
    private static final int LENGTH = 4;

    private final OutputStream out;
    private ByteBuffer buffer = ByteBuffer.allocate(16 << 10);

    /** @param out not buffered */
    public MessageWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes one.
     *
     * @throws IOException when the other end is gone, or the message is longer than {@link Message#LONGEST}
     */
    public synchronized void write(Message message) throws IOException {
        int length = Message.HEADER + message.size();
        if (length > Message.LONGEST) {
            throw new IOException("a message of " + length + " octets");
        }
        if (buffer.capacity() < LENGTH + length) {
            buffer = ByteBuffer.allocate(LENGTH + length);
        }
        buffer.clear();
        buffer.putInt(length).put((byte) message.type().ordinal()).putInt(message.stream());
        message.put(buffer);
        out.write(buffer.array(), 0, buffer.position());
        out.flush();
    }
}
