package org.tombolo.media.rtsp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves players by RTSP 1.0 (RFC 2326). One thread does everything; it never waits for a player. */
public final class RtspServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtspServer.class);
    private static final long TICK_MILLIS = 100;
    private static final long REPORT_EVERY = Duration.ofSeconds(3).toNanos();
    private static final int LARGEST_DATAGRAM = 4096;
    /** Clients that have asked for a description, and nothing more yet. */
    private static final int MORE_CONNECTIONS = 50;

    private final Options options;
    private final RtspSources sources;
    private final Clock clock;
    private final SecureRandom random;
    private final LongSupplier nanos;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Set<RtspConnection> connections = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::run, "rtsp");
    private volatile int sessions;
    private long ticked;
    private long reported;

    /**
     * Where and how much.
     *
     * @param bind address to listen on
     * @param port TCP port
     * @param rtpPort UDP port that RTP comes from, even; RTCP has the next one
     * @param sessions how many may play at a time
     */
    public record Options(String bind, int port, int rtpPort, int sessions) {}

    /**
     * @param clock what receivers are told the time is
     * @param nanos a clock such as {@link System#nanoTime}, for time-outs
     * @throws IOException when a port is taken
     */
    public RtspServer(Options options, RtspSources sources, Clock clock, SecureRandom random, LongSupplier nanos)
            throws IOException {
        this.options = options;
        this.sources = sources;
        this.clock = clock;
        this.random = random;
        this.nanos = nanos;
        this.ticked = nanos.getAsLong();
        this.reported = ticked;
        this.listener = ServerSocketChannel.open();
        this.rtp = DatagramChannel.open();
        this.rtcp = DatagramChannel.open();
        thread.setDaemon(true);
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            bind(listener, "RTSP, TCP port ", options.port(), SelectionKey.OP_ACCEPT);
            bind(rtp, "RTP of RTSP, UDP port ", options.rtpPort(), SelectionKey.OP_READ);
            bind(rtcp, "RTCP of RTSP, UDP port ", options.rtpPort() + 1, SelectionKey.OP_READ);
        } catch (IOException e) {
            closeAll();
            throw e;
        }
    }

    private <C extends SelectableChannel & NetworkChannel> void bind(C channel, String what, int port, int operation)
            throws IOException {
        try {
            channel.bind(new InetSocketAddress(options.bind(), port));
        } catch (IOException e) {
            BindException refused = new BindException(what + port + " on " + options.bind() + ": " + e.getMessage());
            refused.initCause(e);
            throw refused;
        }
        channel.configureBlocking(false);
        channel.register(selector, operation);
    }

    /** Begins to serve. */
    public void start() {
        thread.start();
    }

    /** How many play now. */
    public int sessions() {
        return sessions;
    }

    RtspSources sources() {
        return sources;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    int rtpPort() {
        return options.rtpPort();
    }

    SecureRandom random() {
        return random;
    }

    String newId() {
        byte[] bits = new byte[12];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** Room for a packet, on the server's thread. */
    ByteBuffer buffer() {
        return buffer;
    }

    boolean admit() {
        boolean admitted = sessions < options.sessions();
        sessions = admitted ? sessions + 1 : sessions;
        return admitted;
    }

    void release() {
        sessions = sessions - 1;
    }

    /** Runs work on the server's thread; from any thread. */
    void execute(Runnable task) {
        work.add(task);
        selector.wakeup();
    }

    void send(boolean control, ByteBuffer packet, InetSocketAddress to) {
        try {
            (control ? rtcp : rtp).send(packet, to);
        } catch (IOException e) {
            LOG.debug("RTP to {}: {}", to, e.toString());
        }
    }

    void forget(RtspConnection connection) {
        connections.remove(connection);
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                turn();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("RTSP goes on after", e);
            }
        }
    }

    private void turn() throws IOException {
        selector.select(this::ready, TICK_MILLIS);
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
        }
        long now = nanos();
        if (now - ticked > TICK_MILLIS * 1_000_000) {
            ticked = now;
            Set.copyOf(connections).forEach(connection -> connection.tick(now));
        }
        if (now - reported > REPORT_EVERY) {
            reported = now;
            Set.copyOf(connections).forEach(connection -> connection.report(clock.instant()));
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof RtspConnection connection) {
            connection.ready();
        } else if (key.channel() == listener) {
            accept();
        } else {
            read((DatagramChannel) key.channel());
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            if (connections.size() >= options.sessions() + MORE_CONNECTIONS) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            RtspConnection connection = new RtspConnection(channel, key, this);
            key.attach(connection);
            connections.add(connection);
        } catch (IOException e) {
            LOG.debug("a client that left at once: {}", e.toString());
        }
    }

    /** Of what players send by UDP, only that they are there counts. */
    private void read(DatagramChannel channel) {
        try {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
            if (from != null && channel == rtcp) {
                connections.stream().filter(c -> c.dialog().isFrom(from)).forEach(RtspConnection::heard);
            }
        } catch (IOException e) {
            // An ICMP error for what we sent shows up here; the socket goes on.
            LOG.debug("RTP of RTSP: {}", e.toString());
        }
    }

    @Override
    public void close() {
        execute(() -> Set.copyOf(connections).forEach(RtspConnection::close));
        execute(this::closeAll);
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll();
    }

    private void closeAll() {
        try {
            listener.close();
            rtp.close();
            rtcp.close();
            selector.close();
        } catch (IOException e) {
            LOG.debug("a port of RTSP did not close", e);
        }
    }
}
