package org.tombolo.msrp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port on which peers connect. */
final class Acceptor implements Loop.Part, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final int BACKLOG = 1024;
    private static final int MOST_AT_ONCE = 64;
    /** What the kernel may keep of a connection that we do not read. */
    private static final int RECEIVE = 128 << 10;
    /** What the kernel may keep before a frame that has precedence. */
    private static final int SEND = 128 << 10;

    private final ServerSocketChannel server;
    private final boolean tls;
    private @Nullable Links links;
    private @Nullable IoThread thread;
    private @Nullable SelectionKey key;

    private Acceptor(ServerSocketChannel server, boolean tls) {
        this.server = server;
        this.tls = tls;
    }

    /**
     * Listens.
     *
     * @throws IOException when the address cannot be had
     */
    static Acceptor listen(InetSocketAddress address, boolean tls) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE);
            server.configureBlocking(false);
            server.bind(address, BACKLOG);
            return new Acceptor(server, tls);
        } catch (IOException e) {
            server.close();
            throw new IOException("MSRP cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Options of a connection, whoever opens it. */
    static void configure(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND);
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    void start(IoThread on, Links taker) throws IOException {
        links = taker;
        thread = on;
        key = on.loop.register(server, SelectionKey.OP_ACCEPT, this);
    }

    /** It has rested after it could not accept. */
    void rested() {
        if (key != null && key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            try {
                SocketChannel channel = server.accept();
                if (channel == null || links == null) {
                    return;
                }
                configure(channel);
                links.accepted(channel, tls);
            } catch (IOException | RuntimeException e) {
                // Such as no file descriptor left: those that there are may be served, and end.
                LOG.warn("an MSRP connection could not be accepted: {}", e.getMessage());
                rest(ready);
                return;
            }
        }
    }

    private void rest(SelectionKey ready) {
        if (thread != null) {
            ready.interestOps(0);
            thread.resting.start(this);
        }
    }

    @Override
    public void failed(Exception fault) {
        close();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("MSRP port did not close", e);
        }
    }
}
