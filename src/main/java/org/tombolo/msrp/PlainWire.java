package org.tombolo.msrp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Octets as they are. */
final class PlainWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(PlainWire.class);

    private final SocketChannel channel;
    private boolean blocked;

    PlainWire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer plain) throws IOException {
        return channel.read(plain);
    }

    @Override
    public void write(ByteBuffer plain) throws IOException {
        channel.write(plain);
        blocked = plain.hasRemaining();
    }

    @Override
    public boolean blocked() {
        return blocked;
    }

    @Override
    public void close() {
        close(channel);
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("socket did not close", e);
        }
    }
}
