package org.tombolo.msrp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what a session received its consumer has not taken yet. When that is too much the connection is not read
 * for a while; when other sessions share it, they must not wait, and the message is refused instead.
 */
final class Window {
    /** A session that has a connection for itself may leave that much untaken. */
    static final int ALONE = 64 << 10;
    /** One that shares a connection may leave more: for it, the end of the window is the end of the message. */
    static final int SHARED = 1 << 20;

    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger untaken = new AtomicInteger();
    private final AtomicLong ofAll;
    private final long most;

    /**
     * @param ofAll what the consumers of all sessions have not taken
     * @param most of that; beyond, a consumer has to take all it has before it gets more
     */
    Window(AtomicLong ofAll, long most) {
        this.ofAll = ofAll;
        this.most = most;
    }

    /** Takes octets for the consumer; false when it has to be told that there will be no more. */
    boolean take(int octets, Connection connection) {
        boolean crowded = ofAll.get() > most;
        if (connection.shared() && (untaken.get() + octets > SHARED || (crowded && untaken.get() > 0))) {
            return false;
        }
        ofAll.addAndGet(octets);
        untaken.addAndGet(octets);
        if (!connection.shared() && congested()) {
            connection.pause();
            // The consumer may have taken all of it just before it could see the pause.
            connection.resume();
        }
        return true;
    }

    /** Whether nothing more should be read for this session. */
    boolean congested() {
        int now = untaken.get();
        return now > ALONE || (now > 0 && ofAll.get() > most);
    }

    /** The consumer took octets. From any thread. */
    void consumed(int octets, Connection connection) {
        int before = untaken.getAndUpdate(now -> now == CLOSED ? CLOSED : Math.max(0, now - octets));
        if (before > 0) {
            ofAll.addAndGet(-Math.min(before, octets));
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
