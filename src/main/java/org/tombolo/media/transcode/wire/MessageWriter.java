package org.tombolo.media.transcode.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes messages into a pipe, those that belong together by one write, which wakes the reader once. Blocks while the pipe is full; for all threads. */
public final class MessageWriter {
    private static final int LENGTH = 4;

    private final OutputStream out;
    private ByteBuffer buffer = ByteBuffer.allocate(16 << 10);

    /** @param out not buffered */
    public MessageWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes one. */
    public void write(Message message) throws IOException {
        write(List.of(message));
    }

    /**
     * Writes some at once.
     *
     * @throws IOException when the other end is gone, or one is longer than {@link Message#LONGEST}
     */
    public synchronized void write(List<Message> messages) throws IOException {
        buffer.clear();
        for (Message message : messages) {
            put(message);
        }
        out.write(buffer.array(), 0, buffer.position());
        out.flush();
    }

    private void put(Message message) throws IOException {
        int length = Message.HEADER + message.size();
        if (length > Message.LONGEST) {
            throw new IOException("a message of " + length + " octets");
        }
        if (buffer.remaining() < LENGTH + length) {
            buffer = ByteBuffer.allocate(buffer.position() + LENGTH + length).put(buffer.flip());
        }
        buffer.putInt(length).put((byte) message.type().ordinal()).putInt(message.stream());
        message.put(buffer);
    }
}
