package org.tombolo.web.pushes;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.push.Progress;
import org.tombolo.gateway.interaction.push.PushEvent;
import org.tombolo.gateway.interaction.push.PushFeed;
import org.tombolo.gateway.interaction.push.PushId;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;

/** Sends one stream what happens to one push: when it is woken, what the store has and the stream has not, and progress as it comes. */
final class PushStream implements PushFeed.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(PushStream.class);

    private final PushId push;
    private final PushFeed feed;
    private final EventStream stream;
    private final Executor readers;
    private volatile int sent;
    private boolean reading;
    private boolean more;

    /** @param sent sequence number of the last event that the client has */
    PushStream(PushId push, PushFeed feed, EventStream stream, Executor readers, int sent) {
        this.push = push;
        this.feed = feed;
        this.stream = stream;
        this.readers = readers;
        this.sent = sent;
    }

    @Override
    public void changed() {
        synchronized (this) {
            more = true;
            if (reading) {
                return;
            }
            reading = true;
        }
        readers.execute(this::read);
    }

    /** It has the id of the last event: whoever comes back misses none of those. */
    @Override
    public void progress(Progress progress) {
        stream.send(new Event(
                Integer.toString(sent),
                "progress",
                PushBody.ProgressBody.of(progress).json()));
    }

    private void read() {
        while (goOn()) {
            try {
                feed.after(push, sent).forEach(this::send);
            } catch (RuntimeException e) {
                LOG.error("the events of {} cannot be read", push, e);
                stream.close();
            }
        }
    }

    private synchronized boolean goOn() {
        reading = more;
        more = false;
        return reading;
    }

    private void send(PushEvent event) {
        sent = event.sequence();
        stream.send(new Event(Integer.toString(sent), "status", event.json()));
        if (event.last()) {
            stream.finish();
        }
    }
}
