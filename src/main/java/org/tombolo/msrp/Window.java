package org.tombolo.msrp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what a session received its consumer has not taken yet. When that is too much the connection is not read for
 * a while. Other sessions that share the connection wait no longer than {@link #PATIENCE}: then the message is refused
 * instead, and so is what follows, until the consumer has caught up.
 */
final class Window {
    /** A session that has a connection for itself may leave that much untaken. */
    static final int ALONE = 64 << 10;
    /** One that shares a connection may leave more before the others have to wait. */
    static final int SHARED = 1 << 20;
    /** How long the others wait. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger untaken = new AtomicInteger();
    private final AtomicLong ofAll;
    private final long most;
    private volatile boolean stopped;

    /**
     * @param ofAll what the consumers of all sessions have not taken
     * @param most of that; beyond, a consumer has to take all it has before it gets more
     */
    Window(AtomicLong ofAll, long most) {
        this.ofAll = ofAll;
        this.most = most;
    }

    /** Takes octets for the consumer; false when it has to be told that there will be no more. */
    boolean take(int octets, Connection connection, EndpointSession session) {
        if (stopped) {
            return false;
        }
        ofAll.addAndGet(octets);
        untaken.addAndGet(octets);
        boolean shared = connection.shared();
        if (congested(shared)) {
            connection.pause();
            if (shared && !connection.thread().holding.runs(session)) {
                connection.thread().holding.start(session);
            }
            // The consumer may have taken all of it just before it could see the pause.
            connection.resume();
        }
        return true;
    }

    /** Whether nothing more should be read for this session. */
    boolean congested(boolean shared) {
        int now = untaken.get();
        return !stopped && (now > (shared ? SHARED : ALONE) || (now > 0 && ofAll.get() > most));
    }

    /** The others have waited long enough; whether there are any, and the consumer still has not taken what it has. */
    boolean stop(Connection connection) {
        stopped = connection.shared() && connection.paused() && congested(true);
        connection.resume();
        return stopped;
    }

    /** The consumer took octets. From any thread. */
    void consumed(int octets, Connection connection) {
        int before = untaken.getAndUpdate(now -> now == CLOSED ? CLOSED : Math.max(0, now - octets));
        if (before > 0) {
            ofAll.addAndGet(-Math.min(before, octets));
        }
        if (stopped && before - octets < ALONE) {
            stopped = false;
        }
        if (connection.paused()) {
            connection.thread().loop.execute(connection::resume);
        }
    }

    /** The session is over: nobody takes what is left. */
    void close() {
        ofAll.addAndGet(-Math.max(0, untaken.getAndSet(CLOSED)));
    }
}
