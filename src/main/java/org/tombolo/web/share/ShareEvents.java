package org.tombolo.web.share;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;

/** Sends a share's states and holds to one stream, each once and never an older one after a newer, and finishes it with the final one. */
final class ShareEvents {
    private final EventStream stream;
    private Optional<Share> reached = Optional.empty();

    ShareEvents(EventStream stream) {
        this.stream = stream;
    }

    synchronized void send(Share share) {
        if (reached.filter(last -> !follows(share, last)).isPresent()) {
            return;
        }
        reached = Optional.of(share);
        stream.send(new Event(share.state().text(), "status", data(share)));
        if (share.state().isFinal()) {
            stream.finish();
        }
    }

    /** The states are in the order of a share's life, so one that was read before a change cannot follow it. */
    private static boolean follows(Share share, Share last) {
        int later = share.state().compareTo(last.state());
        return !last.state().isFinal() && (later > 0 || (later == 0 && share.version() > last.version()));
    }

    private static String data(Share share) {
        return "{\"id\":" + quoted(share.id()) + ",\"state\":"
                + quoted(share.state().text()) + ",\"reason\":" + quoted(share.reason()) + ",\"held\":" + share.held()
                + "}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
