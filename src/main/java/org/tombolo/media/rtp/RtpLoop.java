package org.tombolo.media.rtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that reads the sockets of many sessions, and does all else that touches them. */
final class RtpLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtpLoop.class);
    /** Larger datagrams are no RTP that anybody sends; they are dropped. */
    private static final int LARGEST_DATAGRAM = 9216;

    private static final int SOCKET_BUFFER = 512 << 10;
    private static final int TICK_MILLIS = 20;
    private static final int MOST_AT_ONCE = 64;

    /** With many sessions, most of the cost is waking up: a short rest lets packets gather, so that one wake-up reads several. */
    private static final int MANY = 8;

    private static final long REST_NANOS = 8_000_000;

    private final Selector selector = Selector.open();
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Set<RtpSession> sessions = new HashSet<>();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM + 1);
    private final Thread thread;
    private volatile boolean closed;
    private long ticked;

    RtpLoop(String name) throws IOException {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    static DatagramChannel socket(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.configureBlocking(false);
            return channel.bind(address);
        } catch (IOException e) {
            close(channel);
            throw e;
        }
    }

    static void close(@Nullable DatagramChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("socket did not close", e);
        }
    }

    /** Runs work on this loop's thread, at once when that is the caller. After {@link #close} it runs where it is. */
    void execute(Runnable task) {
        if (closed || Thread.currentThread() == thread) {
            task.run();
            return;
        }
        work.add(task);
        selector.wakeup();
    }

    void add(RtpSession session, DatagramChannel rtp, DatagramChannel rtcp) {
        execute(() -> {
            try {
                rtp.register(selector, SelectionKey.OP_READ, (BooleanSupplier) () -> read(rtp, session, false));
                rtcp.register(selector, SelectionKey.OP_READ, (BooleanSupplier) () -> read(rtcp, session, true));
                sessions.add(session);
            } catch (IOException | RuntimeException e) {
                LOG.error("RTP session on port {} could not start", session.port(), e);
                session.close();
            }
        });
    }

    /** Called by a session that closes. */
    void remove(RtpSession session) {
        sessions.remove(session);
    }

    @Override
    public void close() {
        execute(() -> {
            closed = true;
            Set.copyOf(sessions).forEach(RtpSession::close);
        });
        selector.wakeup();
        try {
            thread.join(2000);
            selector.close();
        } catch (IOException e) {
            LOG.debug("selector did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                LOG.error("RTP thread goes on after", e);
            }
        }
        drain();
    }

    private void turn() throws IOException {
        int read = selector.select(RtpLoop::ready, sessions.isEmpty() ? 0 : TICK_MILLIS);
        drain();
        if (read > 0 && sessions.size() >= MANY) {
            LockSupport.parkNanos(REST_NANOS);
        }
        long now = System.nanoTime();
        if (now - ticked >= TICK_MILLIS * 1_000_000L) {
            ticked = now;
            for (RtpSession session : sessions.toArray(new RtpSession[0])) {
                tick(session, now);
            }
        }
    }

    private static void tick(RtpSession session, long now) {
        try {
            session.tick(now);
        } catch (RuntimeException e) {
            failed(session, e);
        }
    }

    private static void ready(SelectionKey key) {
        BooleanSupplier reader = (BooleanSupplier) key.attachment();
        for (int i = 0; i < MOST_AT_ONCE && reader.getAsBoolean(); i++) {}
    }

    private void drain() {
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
        }
    }

    private boolean read(DatagramChannel channel, RtpSession session, boolean rtcp) {
        try {
            datagram.clear();
            InetSocketAddress from = channel.isOpen() ? (InetSocketAddress) channel.receive(datagram) : null;
            if (from == null) {
                return false;
            }
            datagram.flip();
            if (datagram.limit() <= LARGEST_DATAGRAM) {
                return session.datagram(datagram, from, rtcp, System.nanoTime());
            }
            return true;
        } catch (RuntimeException e) {
            return failed(session, e);
        } catch (IOException e) {
            // An ICMP error for what we sent shows up here; the socket goes on.
            LOG.debug("RTP port {}", session.port(), e);
            return false;
        }
    }

    /** A fault in one session must not reach the others of the thread. */
    private static boolean failed(RtpSession session, RuntimeException fault) {
        LOG.error("RTP session on port {} is closed after", session.port(), fault);
        session.close();
        return false;
    }
}
