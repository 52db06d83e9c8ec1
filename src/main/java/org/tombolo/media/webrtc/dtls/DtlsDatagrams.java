package org.tombolo.media.webrtc.dtls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/** The datagrams of one DTLS association: those that come wait here, bounded, until the handshake's thread takes them. */
public final class DtlsDatagrams implements DatagramTransport {
    private static final int LARGEST = 1500;
    /** With 28 octets of IPv4 and UDP this passes every path that WebRTC media passes. */
    private static final int LARGEST_SENT = 1200;

    private static final int MOST_WAITING = 32;

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Consumer<ByteBuffer> out;
    private volatile boolean closed;

    /**
     * @param out sends one datagram to the peer; must not block
     */
    public DtlsDatagrams(Consumer<ByteBuffer> out) {
        this.out = out;
    }

    /** Takes a datagram that came, from 0 to its limit; false when too many wait: DTLS will send it again. */
    public boolean offer(ByteBuffer datagram) {
        byte[] copy = new byte[datagram.limit()];
        datagram.get(0, copy);
        return copy.length <= LARGEST && arrived.offer(copy);
    }

    /** Whether a datagram waits. */
    public boolean isWaiting() {
        return !arrived.isEmpty();
    }

    @Override
    public int getReceiveLimit() {
        return LARGEST;
    }

    @Override
    public int getSendLimit() {
        return LARGEST_SENT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        try {
            byte[] next = closed ? null : arrived.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (closed) {
                throw new IOException("the session is over");
            }
            if (next == null) {
                return -1;
            }
            int count = Math.min(next.length, length);
            System.arraycopy(next, 0, buffer, offset, count);
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        out.accept(ByteBuffer.wrap(buffer, offset, length));
    }

    @Override
    public void close() {
        closed = true;
    }
}
