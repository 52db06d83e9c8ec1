package org.tombolo.media.webrtc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.srtp.SrtpBuffer;

/**
 * A thread that encrypts and sends for its share of all viewers, and does all else that touches their SRTP. Packets that come
 * while it works are sent in one go, viewer by viewer.
 */
final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final long TICK_NANOS = 100_000_000;
    /** A viewer who catches up gets 32 packets each such time: 100 Mb/s. */
    private static final long PACE_NANOS = 3_000_000;

    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final SrtpBuffer buffer = new SrtpBuffer();
    private final Map<Relay, Audience> audiences = new HashMap<>();
    private final List<WebRtcConnection> connections = new ArrayList<>();
    private final List<Audience> lagging = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private long ticked;

    Forwarder(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs work on this thread; what comes after {@link #close} is not run. */
    void execute(Runnable task) {
        work.add(task);
        LockSupport.unpark(thread);
    }

    /** The viewers of one stream whom this thread serves. */
    private final class Audience implements Relay.Audience {
        private final Relay relay;
        private final List<OutgoingTrack> tracks = new ArrayList<>();
        private final AtomicBoolean awake = new AtomicBoolean();
        private final Runnable pump = this::pump;

        private Audience(Relay relay) {
            this.relay = relay;
        }

        @Override
        public void wake() {
            if (awake.compareAndSet(false, true)) {
                execute(pump);
            }
        }

        private void pump() {
            awake.set(false);
            boolean more = false;
            for (int i = 0; i < tracks.size(); i++) {
                more |= tracks.get(i).pump(buffer);
            }
            if (more && !lagging.contains(this)) {
                lagging.add(this);
            }
        }
    }

    /** A connection is there: it is told of the time that passes. On this thread. */
    void add(WebRtcConnection connection) {
        connections.add(connection);
    }

    /** Starts to send a stream to a viewer. On this thread. */
    void add(OutgoingTrack track) {
        Audience audience = audiences.computeIfAbsent(track.relay(), relay -> {
            Audience fresh = new Audience(relay);
            relay.add(fresh);
            return fresh;
        });
        audience.tracks.add(track);
        audience.wake();
    }

    /** Stops. On this thread. */
    void remove(OutgoingTrack track) {
        Audience audience = audiences.get(track.relay());
        if (audience != null && audience.tracks.remove(track) && audience.tracks.isEmpty()) {
            audience.relay.remove(audience);
            audiences.remove(track.relay());
        }
    }

    void remove(WebRtcConnection connection) {
        connections.remove(connection);
    }

    /** Room for a packet. On this thread. */
    SrtpBuffer buffer() {
        return buffer;
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (RuntimeException e) {
                LOG.error("forwarding goes on after", e);
            }
        }
        drain();
    }

    private void turn() {
        drain();
        long now = System.nanoTime();
        if (now - ticked >= TICK_NANOS) {
            ticked = now;
            for (WebRtcConnection connection : connections.toArray(new WebRtcConnection[0])) {
                connection.tick();
            }
        }
        if (work.isEmpty()) {
            LockSupport.parkNanos(this, lagging.isEmpty() ? TICK_NANOS : PACE_NANOS);
        }
        List.copyOf(lagging).forEach(Audience::wake);
        lagging.clear();
    }

    private void drain() {
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
