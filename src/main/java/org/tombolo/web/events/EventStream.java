package org.tombolo.web.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import javax.ws.rs.sse.OutboundSseEvent;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream. Sending never blocks: events wait in a queue that one writer at a time empties. A client that lets
 * the queue fill is cut off; it comes back with its {@code Last-Event-ID}.
 */
public final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int MOST_WAITING = 256;

    private final SseEventSink sink;
    private final Sse sse;
    private final Executor writers;
    private final Queue<OutboundSseEvent> waiting = new ArrayDeque<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean writing;
    private boolean finished;
    private boolean closed;

    EventStream(SseEventSink sink, Sse sse, Executor writers) {
        this.sink = sink;
        this.sse = sse;
        this.writers = writers;
    }

    /** Sends an event, unless the stream is over. */
    public void send(Event event) {
        put(sse.newEventBuilder()
                .id(event.id())
                .name(event.name())
                .data(String.class, event.data())
                .build());
    }

    /** Ends the stream when what was sent is written. */
    public void finish() {
        synchronized (this) {
            finished = true;
        }
        write();
    }

    /** Runs something when the stream is over, for whatever reason; at once when it is over already. */
    public void onClose(Runnable listener) {
        synchronized (this) {
            if (!closed) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Ends the stream now. */
    public void close() {
        List<Runnable> told;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
        sink.close();
    }

    /** Writes a comment, which finds out whether the client has gone. */
    public void beat() {
        put(sse.newEventBuilder().comment("").build());
    }

    private void put(OutboundSseEvent event) {
        boolean full;
        synchronized (this) {
            full = waiting.size() >= MOST_WAITING;
            if (!closed && !finished && !full) {
                waiting.add(event);
            }
        }
        if (full) {
            LOG.info("a client does not read its events: stream closed");
            writers.execute(this::close);
        } else {
            write();
        }
    }

    private void write() {
        synchronized (this) {
            if (writing || closed) {
                return;
            }
            writing = true;
        }
        writers.execute(this::drain);
    }

    private void drain() {
        for (OutboundSseEvent event = next(); event != null; event = next()) {
            if (!deliver(event)) {
                close();
            }
        }
        if (isDone()) {
            close();
        }
    }

    private synchronized @Nullable OutboundSseEvent next() {
        OutboundSseEvent event = waiting.poll();
        writing = event != null;
        return event;
    }

    private synchronized boolean isDone() {
        return finished && waiting.isEmpty();
    }

    private boolean deliver(OutboundSseEvent event) {
        try {
            sink.send(event).toCompletableFuture().join();
            return !sink.isClosed();
        } catch (RuntimeException e) {
            // Whatever the container makes of a response whose client has gone.
            LOG.debug("client of an event stream has gone", e);
            return false;
        }
    }
}
