package org.tombolo.media.webrtc;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP port. Each sending thread has a socket of its own on it, because a socket lets only one at a time send; one thread
 * reads them all.
 */
final class UdpPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);
    private static final int LARGEST_DATAGRAM = 9216;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int MOST_AT_ONCE = 256;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final Selector selector;
    private final Receiver receiver;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final Thread thread;

    /** Takes what comes, on the reading thread, which must not be held up. */
    interface Receiver {
        /**
         * @param datagram from 0 to its limit, only valid during the call
         */
        void datagram(ByteBuffer datagram, InetSocketAddress from);
    }

    /**
     * @param sockets how many threads are going to send
     * @throws IOException when the port is taken
     */
    UdpPort(InetSocketAddress address, int sockets, Receiver receiver) throws IOException {
        this.receiver = receiver;
        this.selector = Selector.open();
        try {
            open(address, sockets);
        } catch (IOException e) {
            closeAll();
            throw e;
        }
        thread = new Thread(this::run, "webrtc-udp");
        thread.setDaemon(true);
    }

    private void open(InetSocketAddress address, int sockets) throws IOException {
        boolean shared = false;
        // Without sharing first: a port that somebody else shares must not be shared with us.
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.bind(address);
            shared = sockets > 1 && probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        } catch (IOException e) {
            BindException refused = new BindException(
                    "UDP port " + address.getPort() + " on " + address.getHostString() + ": " + e.getMessage());
            refused.initCause(e);
            throw refused;
        }
        for (int i = 0; i < (shared ? sockets : 1); i++) {
            bind(address, shared);
        }
    }

    private void bind(InetSocketAddress address, boolean shared) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        if (shared) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.configureBlocking(false);
        channel.bind(address);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Begins to read. */
    void start() {
        thread.start();
    }

    /**
     * Sends at once or not at all.
     *
     * @param sender number of the sending thread
     * @return false when the system had no room for it, or no way to that address
     */
    boolean send(int sender, ByteBuffer packet, InetSocketAddress to) {
        try {
            return channels.get(sender % channels.size()).send(packet, to) > 0;
        } catch (IOException e) {
            LOG.debug("to {}: {}", to, e.toString());
            return false;
        }
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select(this::ready);
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("reading of the WebRTC port goes on after", e);
            }
        }
    }

    private void ready(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        for (int i = 0; i < MOST_AT_ONCE && read(channel); i++) {}
    }

    private boolean read(DatagramChannel channel) {
        try {
            datagram.clear();
            InetSocketAddress from = channel.isOpen() ? (InetSocketAddress) channel.receive(datagram) : null;
            if (from != null) {
                receiver.datagram(datagram.flip(), from);
            }
            return from != null;
        } catch (IOException e) {
            // An ICMP error for what we sent shows up here; the socket goes on.
            LOG.debug("WebRTC port: {}", e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        try {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (IOException e) {
            LOG.debug("the WebRTC port did not close", e);
        }
    }
}
