package org.tombolo.media.rtmp;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a server (5.3). It has little to say to a publisher: what is longer than it could need to be ends the connection. */
final class ChunkReader {
    private static final int LARGEST_MESSAGE = 64 << 10;
    private static final int MOST_CHANNELS = 16;
    private static final int EXTENDED = 0xFFFFFF;

    private final DataInputStream in;
    private final Map<Integer, Channel> channels = new HashMap<>();
    private int size = 128;
    private long octets;

    /** What the next header of a chunk stream may leave out. */
    private static final class Channel {
        private int length;
        private int type;
        private int stream;
        private boolean extended;
        private @Nullable ByteBuffer message;
    }

    ChunkReader(DataInputStream in) {
        this.in = in;
    }

    /** Octets read, for acknowledgements. */
    long octets() {
        return octets;
    }

    /** The next whole message. */
    Message next() throws IOException {
        while (true) {
            Message message = chunk();
            if (message != null && message.type() == Message.SET_CHUNK_SIZE && message.payload().length >= 4) {
                size = Math.max(1, ByteBuffer.wrap(message.payload()).getInt() & 0x7FFFFFFF);
            } else if (message != null) {
                return message;
            }
        }
    }

    private @Nullable Message chunk() throws IOException {
        int first = in.readUnsignedByte();
        Channel channel = channel(id(first & 0x3F));
        header(first >> 6, channel);
        ByteBuffer message = channel.message;
        if (message == null) {
            message = ByteBuffer.allocate(channel.length);
            channel.message = message;
        }
        int count = Math.min(size, message.remaining());
        in.readFully(message.array(), message.position(), count);
        message.position(message.position() + count);
        octets += count + 12;
        if (message.hasRemaining()) {
            return null;
        }
        channel.message = null;
        return new Message(channel.type, channel.stream, 0, message.array());
    }

    private int id(int low) throws IOException {
        return switch (low) {
            case 0 -> 64 + in.readUnsignedByte();
            case 1 -> 64 + in.readUnsignedByte() + 256 * in.readUnsignedByte();
            default -> low;
        };
    }

    private Channel channel(int id) throws IOException {
        if (channels.size() >= MOST_CHANNELS && !channels.containsKey(id)) {
            throw new IOException("an RTMP server that uses more than " + MOST_CHANNELS + " chunk streams");
        }
        return channels.computeIfAbsent(id, unknown -> new Channel());
    }

    private void header(int format, Channel channel) throws IOException {
        if (format < 3) {
            channel.extended = three() == EXTENDED;
        }
        if (format < 2) {
            channel.length = three();
            channel.type = in.readUnsignedByte();
        }
        if (format == 0) {
            channel.stream = Integer.reverseBytes(in.readInt());
        }
        if (channel.extended) {
            in.readInt();
        }
        if (channel.length > LARGEST_MESSAGE) {
            throw new IOException("an RTMP message of " + channel.length + " octets");
        }
    }

    private int three() throws IOException {
        return in.readUnsignedByte() << 16 | in.readUnsignedShort();
    }
}
