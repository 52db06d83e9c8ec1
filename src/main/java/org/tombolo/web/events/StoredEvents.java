package org.tombolo.web.events;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.event.SinkEvent;

/** Sends one stream the events of one session: woken by running it, it sends what the store has and the stream has not. */
public final class StoredEvents implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredEvents.class);

    private final IntFunction<? extends List<? extends SinkEvent>> after;
    private final EventStream stream;
    private final Executor readers;
    private volatile int sent;
    private boolean reading;
    private boolean more;

    /**
     * Nothing is sent before the first run.
     *
     * @param after reads the events behind a sequence number, in order; may block
     * @param sent sequence number of the last event that the client has
     */
    public StoredEvents(
            IntFunction<? extends List<? extends SinkEvent>> after, EventStream stream, Executor readers, int sent) {
        this.after = after;
        this.stream = stream;
        this.readers = readers;
        this.sent = sent;
    }

    /** Sequence number of the last event that was sent. */
    public int sent() {
        return sent;
    }

    @Override
    public void run() {
        synchronized (this) {
            more = true;
            if (reading) {
                return;
            }
            reading = true;
        }
        readers.execute(this::read);
    }

    private void read() {
        while (goOn()) {
            try {
                after.apply(sent).forEach(this::send);
            } catch (RuntimeException e) {
                LOG.error("the events of a stream cannot be read", e);
                stream.close();
            }
        }
    }

    private synchronized boolean goOn() {
        reading = more;
        more = false;
        return reading;
    }

    private void send(SinkEvent event) {
        sent = event.sequence();
        stream.send(new Event(Integer.toString(event.sequence()), "status", event.json()));
        if (event.last()) {
            stream.finish();
        }
    }
}
