package org.tombolo.msrp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Octets inside TLS. Buffers are held only while a record is on its way. */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final BufferPool pool;
    private final Executor slowly;
    private final Runnable goOn;
    private @Nullable ByteBuffer received;
    private @Nullable ByteBuffer toSend;
    private boolean computing;
    private boolean ended;

    /**
     * @param slowly runs the engine's long computations
     * @param goOn told, from any thread, when one is done: what waits may be read and written again
     */
    TlsWire(SocketChannel channel, SSLEngine engine, BufferPool pool, Executor slowly, Runnable goOn) {
        this.channel = channel;
        this.engine = engine;
        this.pool = pool;
        this.slowly = slowly;
        this.goOn = goOn;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer plain) throws IOException {
        int before = plain.position();
        boolean more = true;
        while (more && plain.remaining() >= engine.getSession().getApplicationBufferSize()) {
            more = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> compute();
                case NEED_WRAP -> wrap(NOTHING);
                default -> unwrap(plain);
            };
        }
        return plain.position() == before && ended ? -1 : plain.position() - before;
    }

    @Override
    public void write(ByteBuffer plain) throws IOException {
        boolean more = flush();
        while (more && (plain.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP)) {
            more = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> compute();
                // What is read next leads on; until then nothing can be written.
                case NEED_UNWRAP -> false;
                default -> wrap(plain);
            };
        }
    }

    @Override
    public boolean blocked() {
        return toSend != null;
    }

    private boolean compute() {
        Runnable task = computing ? null : engine.getDelegatedTask();
        if (task != null) {
            computing = true;
            slowly.execute(() -> {
                task.run();
                goOn.run();
            });
        }
        return false;
    }

    /** To be called on the connection's thread after {@code goOn} was told. */
    void computed() {
        computing = false;
    }

    private boolean unwrap(ByteBuffer plain) throws IOException {
        if (computing || ended) {
            return false;
        }
        ByteBuffer in = received == null ? pool.take() : received;
        received = in;
        boolean closed = channel.read(in) < 0;
        SSLEngineResult result = engine.unwrap(in.flip(), plain);
        in.compact();
        if (in.position() == 0) {
            pool.give(in);
            received = null;
        }
        ended = result.getStatus() == Status.CLOSED || (closed && result.getStatus() == Status.BUFFER_UNDERFLOW);
        return result.getStatus() == Status.OK;
    }

    private boolean wrap(ByteBuffer plain) throws IOException {
        ByteBuffer out = toSend == null ? pool.take() : toSend;
        toSend = out;
        SSLEngineResult result = engine.wrap(plain, out);
        boolean sent = flush();
        return sent && result.getStatus() == Status.OK;
    }

    private boolean flush() throws IOException {
        ByteBuffer out = toSend;
        if (out == null) {
            return true;
        }
        channel.write(out.flip());
        out.compact();
        if (out.position() > 0) {
            return false;
        }
        pool.give(out);
        toSend = null;
        return true;
    }

    @Override
    public Optional<X509Certificate> peerCertificate() {
        try {
            Certificate[] chain = engine.getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first
                    ? Optional.of(first)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            engine.closeOutbound();
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && flush()) {
                wrap(NOTHING);
            }
        } catch (IOException e) {
            // The peer has gone before us: the close notification has nobody to go to.
        }
        PlainWire.close(channel);
        received = given(received);
        toSend = given(toSend);
    }

    private @Nullable ByteBuffer given(@Nullable ByteBuffer buffer) {
        if (buffer != null) {
            pool.give(buffer);
        }
        return null;
    }
}
