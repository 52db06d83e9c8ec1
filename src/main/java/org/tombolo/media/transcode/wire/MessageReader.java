package org.tombolo.media.transcode.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads messages from a pipe. Blocks; for one thread. */
public final class MessageReader {
    private static final int LENGTH = 4;

    private final InputStream in;
    private byte[] buffer = new byte[16 << 10];

    public MessageReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next message; empty when the other end has closed the pipe.
     *
     * @throws IOException when the pipe breaks in a message, or what comes is none
     */
    public Optional<Message> next() throws IOException {
        int first = in.readNBytes(buffer, 0, LENGTH);
        if (first == 0) {
            return Optional.empty();
        }
        int length = first < LENGTH ? -1 : ByteBuffer.wrap(buffer).getInt();
        if (length < Message.HEADER || length > Message.LONGEST) {
            throw new StreamCorruptedException("no message: " + length + " octets long");
        }
        if (buffer.length < length) {
            buffer = new byte[length];
        }
        if (in.readNBytes(buffer, 0, length) < length) {
            throw new EOFException("the pipe ends in a message");
        }
        return Optional.of(message(ByteBuffer.wrap(buffer, 0, length)));
    }

    private static Message message(ByteBuffer octets) throws IOException {
        try {
            Message.Type type = Message.Type.values()[octets.get()];
            return type.read(octets.getInt(), octets);
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new StreamCorruptedException("no message of ours: " + e);
        }
    }
}
