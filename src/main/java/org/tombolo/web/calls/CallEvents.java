package org.tombolo.web.calls;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.event.CallEvent;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;

/** Sends one stream the events of one call: woken by running it, it sends what the store has and the stream has not. */
final class CallEvents implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(CallEvents.class);

    private final CallId call;
    private final EventFeed feed;
    private final EventStream stream;
    private final Executor readers;
    private int sent;
    private boolean reading;
    private boolean more;

    /** @param sent sequence number of the last event that the client has */
    CallEvents(CallId call, EventFeed feed, EventStream stream, Executor readers, int sent) {
        this.call = call;
        this.feed = feed;
        this.stream = stream;
        this.readers = readers;
        this.sent = sent;
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
                feed.after(call, sent).forEach(this::send);
            } catch (RuntimeException e) {
                log.error("the events of call {} cannot be read", call, e);
                stream.close();
            }
        }
    }

    private synchronized boolean goOn() {
        reading = more;
        more = false;
        return reading;
    }

    private void send(CallEvent event) {
        sent = event.sequence();
        stream.send(new Event(Integer.toString(sent), "status", event.json()));
        if (event.last()) {
            stream.finish();
        }
    }
}
