package org.tombolo.web.share;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.share.ShareDirectory.Share;

/** Sends a share's states to one stream, and finishes it with the final one. */
final class ShareEvents {
    private final EventStream stream;
    private boolean over;

    ShareEvents(EventStream stream) {
        this.stream = stream;
    }

    synchronized void send(Share share) {
        if (over) {
            return;
        }
        stream.send(new Event(ShareView.state(share), "status", data(share)));
        if (share.state().isFinal()) {
            over = true;
            stream.finish();
        }
    }

    private static String data(Share share) {
        return "{\"id\":" + quoted(share.id()) + ",\"state\":" + quoted(ShareView.state(share)) + ",\"reason\":"
                + quoted(share.reason()) + "}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
