package org.tombolo.xmpp.component;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.tombolo.xmpp.StanzaError;

/**
 * The writing half of one stream: a bounded queue, emptied in batches, each followed by a ping (XEP-0199) unless one is
 * under way. The answer to a ping settles everything that was written before it.
 */
final class StanzaWriter {
    private static final int BATCH = 256;

    private final Writer out;
    private final PingSource pings;
    private final LongSupplier nanoTime;
    private final BlockingQueue<Outgoing> queue;
    private final Unconfirmed unconfirmed = new Unconfirmed();
    private final Outgoing wakeUp = Outgoing.unwatched("");
    private volatile boolean closed;

    private final Object pingLock = new Object();
    private String pingId = "";
    private long pingCovers;
    private long pingSentAt;
    private volatile boolean keepAlive;

    /** Makes the pings. */
    interface PingSource {
        /** The ping stanza of an id. */
        String ping(String id);

        /** An id that was not used before. */
        String newId();
    }

    StanzaWriter(Writer out, int capacity, PingSource pings, LongSupplier nanoTime) {
        this.out = out;
        this.pings = pings;
        this.nanoTime = nanoTime;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /** Queues a stanza; false when the queue is full or the stream is over. Never blocks. */
    boolean offer(Outgoing stanza) {
        if (closed || !queue.offer(stanza)) {
            return false;
        }
        // close() may have emptied the queue between the two; whoever takes the stanza out has the word.
        return !closed || !queue.remove(stanza);
    }

    /** Whether stanzas are still taken. */
    boolean isOpen() {
        return !closed;
    }

    /** Writes until the stream is over. The body of the writer thread. */
    void run() throws IOException, InterruptedException {
        List<Outgoing> batch = new ArrayList<>(BATCH);
        while (!closed) {
            batch.add(queue.take());
            queue.drainTo(batch, BATCH - 1);
            batch.removeIf(wakeUp::equals);
            if (!unconfirmed.add(batch)) {
                batch.forEach(stanza -> stanza.notSent("the stream to the XMPP server broke"));
                return;
            }
            write(batch);
            batch.clear();
        }
    }

    private void write(List<Outgoing> batch) throws IOException {
        for (Outgoing stanza : batch) {
            out.write(stanza.xml());
        }
        String ping = nextPing();
        if (!ping.isEmpty()) {
            out.write(ping);
        }
        out.flush();
    }

    private String nextPing() {
        synchronized (pingLock) {
            if (!pingId.isEmpty() || !(unconfirmed.any() || keepAlive)) {
                return "";
            }
            keepAlive = false;
            pingId = pings.newId();
            pingCovers = unconfirmed.newest();
            pingSentAt = nanoTime.getAsLong();
            return pings.ping(pingId);
        }
    }

    /**
     * Takes the answer to a ping.
     *
     * @return false when it is not ours
     */
    boolean answered(String id) {
        long covers;
        synchronized (pingLock) {
            if (pingId.isEmpty() || !pingId.equals(id)) {
                return false;
            }
            pingId = "";
            covers = pingCovers;
        }
        if (unconfirmed.newest() > covers) {
            wakeUp();
        }
        unconfirmed.confirm(covers).forEach(Outgoing::accepted);
        return true;
    }

    /** Settles a stanza that came back as an error; false when none of that id waits. */
    boolean refused(String id, String fromBare, StanzaError error) {
        var stanza = unconfirmed.refuse(id, fromBare);
        stanza.ifPresent(s -> s.refused(error));
        return stanza.isPresent();
    }

    /** Has a ping sent, although nothing waits for one. */
    void ping() {
        keepAlive = true;
        wakeUp();
    }

    /** A full queue needs no waking. */
    private void wakeUp() {
        @SuppressWarnings("unused")
        boolean queued = queue.offer(wakeUp);
    }

    /** How long the ping that is under way has been; zero when none is. */
    Duration pingAge() {
        synchronized (pingLock) {
            return pingId.isEmpty() ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - pingSentAt);
        }
    }

    /** The stream is over: what was written has an unknown fate, what was not is not sent. */
    void close() {
        closed = true;
        unconfirmed.close().forEach(Outgoing::unknown);
        List<Outgoing> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(stanza -> stanza.notSent("the stream to the XMPP server broke"));
    }
}
