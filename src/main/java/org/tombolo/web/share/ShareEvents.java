package org.tombolo.web.share;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;

/** Sends a share's states to one stream, each once and never an older one after a newer, and finishes it with the final one. */
final class ShareEvents {
    private final EventStream stream;
    private Optional<ShareState> reached = Optional.empty();

    ShareEvents(EventStream stream) {
        this.stream = stream;
    }

    synchronized void send(Share share) {
        // The states are in the order of a share's life, so one that was read before a change cannot follow it.
        if (reached.filter(last -> last.isFinal() || last.compareTo(share.state()) >= 0)
                .isPresent()) {
            return;
        }
        reached = Optional.of(share.state());
        stream.send(new Event(share.state().text(), "status", data(share)));
        if (share.state().isFinal()) {
            stream.finish();
        }
    }

    private static String data(Share share) {
        return "{\"id\":" + quoted(share.id()) + ",\"state\":"
                + quoted(share.state().text()) + ",\"reason\":" + quoted(share.reason()) + "}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
