package org.tombolo.media.rtsp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tombolo.media.relay.Relay;

/** One client's connection: octets in and out, within bounds. On the server's thread, but for {@link #wake}. */
final class RtspConnection implements RtspReader.Events, RtspSession.Outlet, Relay.Audience {
    /** A second of video at 2 Mb/s: more waits in the relay, where it costs nothing for each player. */
    private static final int BUFFER = 256 << 10;
    /** Left for responses and reports. */
    private static final int RESERVE = 16 << 10;
    /** A player that takes nothing for so long has stopped reading. */
    private static final long STALLED = Duration.ofSeconds(10).toNanos();
    /** Who has not set anything up by then does not want to play. */
    private static final long IDLE = Duration.ofSeconds(15).toNanos();

    private final SocketChannel channel;
    private final SelectionKey key;
    private final RtspServer server;
    private final RtspDialog dialog;
    private final RtspReader reader = new RtspReader(this);
    private final ByteBuffer out = ByteBuffer.allocate(BUFFER);
    private final AtomicBoolean awake = new AtomicBoolean();
    private boolean closing;
    private long written;
    private long heard;

    RtspConnection(SocketChannel channel, SelectionKey key, RtspServer server) throws IOException {
        this.channel = channel;
        this.key = key;
        this.server = server;
        this.written = server.nanos();
        this.heard = written;
        InetSocketAddress peer = (InetSocketAddress) channel.getRemoteAddress();
        this.dialog = new RtspDialog(server, this, peer.getAddress());
    }

    RtspDialog dialog() {
        return dialog;
    }

    /** The socket has something, or takes something. */
    void ready() {
        try {
            if (key.isReadable()) {
                read();
            }
            flush();
        } catch (IOException e) {
            close();
        }
    }

    private void read() throws IOException {
        if (channel.read(reader.room()) < 0) {
            close();
            return;
        }
        reader.read();
        pump();
    }

    @Override
    public void request(RtspRequest request) {
        heard = server.nanos();
        put(dialog.handle(request).octets());
    }

    @Override
    public void interleaved(int number, ByteBuffer packet) {
        // A receiver report: there is somebody (RFC 2326 A.1).
        heard = server.nanos();
    }

    /** A receiver report came by UDP. */
    void heard() {
        heard = server.nanos();
    }

    @Override
    public void malformed(String why) {
        put(RtspReply.of(400, "Bad Request").octets());
        closing = true;
    }

    private void put(byte[] octets) {
        if (out.remaining() < octets.length) {
            closing = true; // requests, and nobody reads the answers
        } else {
            out.put(octets);
        }
    }

    /** Packets are there; from any thread. */
    @Override
    public void wake() {
        if (awake.compareAndSet(false, true)) {
            server.execute(this::pump);
        }
    }

    private void pump() {
        awake.set(false);
        if (!key.isValid()) {
            return;
        }
        boolean more = dialog.pump(server.buffer());
        try {
            flush();
        } catch (IOException e) {
            close();
            return;
        }
        if (more && hasRoom()) {
            wake();
        }
    }

    private void flush() throws IOException {
        if (!key.isValid()) {
            return;
        }
        out.flip();
        if (channel.write(out) > 0 || !out.hasRemaining()) {
            written = server.nanos();
        }
        boolean waits = out.hasRemaining();
        out.compact();
        key.interestOps(waits ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (closing && !waits) {
            close();
        }
    }

    /** Time passes: silence ends what nobody wants any more. */
    void tick(long now) {
        long patience = dialog.hasSession() ? RtspDialog.TIMEOUT.toNanos() : IDLE;
        boolean stalled = out.position() > 0 && now - written > STALLED;
        if (stalled || now - heard > patience) {
            close();
        } else if (dialog.isOver()) {
            dialog.end();
            closing = true;
            pump();
        } else {
            pump();
        }
    }

    void report(Instant now) {
        dialog.report(now);
        pump();
    }

    @Override
    public boolean hasRoom() {
        return out.remaining() > RESERVE;
    }

    /** RFC 2326 10.12. */
    @Override
    public void frame(int number, ByteBuffer packet) {
        out.put((byte) '$')
                .put((byte) number)
                .putShort((short) packet.remaining())
                .put(packet);
    }

    @Override
    public void datagram(boolean control, ByteBuffer packet, InetSocketAddress to) {
        server.send(control, packet, to);
    }

    void close() {
        dialog.end();
        server.forget(this);
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone all the same.
            key.cancel();
        }
    }
}
