package org.tombolo.web.pushes;

import org.tombolo.gateway.interaction.push.Progress;
import org.tombolo.gateway.interaction.push.PushFeed;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.StoredEvents;

/** Sends one stream what happens to one push: its events, and progress as it comes. */
final class PushStream implements PushFeed.Follower {
    private final StoredEvents events;
    private final EventStream stream;

    PushStream(StoredEvents events, EventStream stream) {
        this.events = events;
        this.stream = stream;
    }

    @Override
    public void changed() {
        events.run();
    }

    /** It has the id of the last event: whoever comes back misses none of those. */
    @Override
    public void progress(Progress progress) {
        stream.send(new Event(
                Integer.toString(events.sent()),
                "progress",
                PushBody.ProgressBody.of(progress).json()));
    }
}
