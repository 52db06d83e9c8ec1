package org.tombolo.media.rtp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final int TICK_ALL_MILLIS = 200;
    private static final int MOST_AT_ONCE = 64;

    /** With many sessions, most of the cost is waking up: a short rest lets packets gather, so that one wake-up reads several. */
    private static final int MANY = 8;

    private static final long REST_NANOS = 8_000_000;

    private final Selector selector = Selector.open();
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Set<RtpSession> sessions = new HashSet<>();
    private final Set<RtpSession> waiting = new HashSet<>();
    private final AtomicInteger load = new AtomicInteger();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM + 1);
    private final Thread thread;
    private volatile boolean closed;
    private boolean resting;
    private long ticked;
    private long tickedAll;

    RtpLoop(String name) throws IOException {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    static DatagramChannel socket(InetSocketAddress address) throws IOException {
        DatagramChannel channel = open(address.getAddress());
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.configureBlocking(false);
            return channel.bind(address);
        } catch (IOException e) {
            close(channel);
            throw e;
        }
    }

    // For one IPv4 address a socket of its family costs less; a wildcard takes both.
    private static DatagramChannel open(InetAddress bind) throws IOException {
        return bind instanceof Inet4Address && !bind.isAnyLocalAddress()
                ? DatagramChannel.open(StandardProtocolFamily.INET)
                : DatagramChannel.open();
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

    /** Sessions it has; for any thread. */
    int load() {
        return load.get();
    }

    void add(RtpSession session, DatagramChannel rtp, DatagramChannel rtcp) {
        load.incrementAndGet();
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

    /** Called by a session that begins or ceases to wait for a packet that is late: it is ticked often meanwhile. */
    void late(RtpSession session, boolean waits) {
        if (waits) {
            waiting.add(session);
        } else {
            waiting.remove(session);
        }
    }

    /** Called by a session that closes, once. */
    void remove(RtpSession session) {
        sessions.remove(session);
        waiting.remove(session);
        load.decrementAndGet();
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
        resting = take() > 0 && sessions.size() >= MANY;
        drain();
        long now = System.nanoTime();
        if (now - ticked >= TICK_MILLIS * 1_000_000L) {
            ticked = now;
            tick(waiting, now);
        }
        if (now - tickedAll >= TICK_ALL_MILLIS * 1_000_000L) {
            tickedAll = now;
            tick(sessions, now);
        }
    }

    // Of a copy: a session may close in its tick.
    private static void tick(Set<RtpSession> some, long now) {
        for (RtpSession session : some.toArray(new RtpSession[0])) {
            try {
                session.tick(now);
            } catch (RuntimeException e) {
                failed(session, e);
            }
        }
    }

    // Once packets come in numbers there is one wait a turn, the rest, and no second one in the selector.
    private int take() throws IOException {
        if (resting) {
            LockSupport.parkNanos(REST_NANOS);
            return selector.selectNow(RtpLoop::ready);
        }
        return selector.select(RtpLoop::ready, patience());
    }

    private int patience() {
        if (sessions.isEmpty()) {
            return 0;
        }
        return waiting.isEmpty() ? TICK_ALL_MILLIS : TICK_MILLIS;
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
