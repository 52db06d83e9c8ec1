package org.tombolo.web.page;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.tombolo.gateway.convergence.browser.BrowserCalls;
import org.tombolo.gateway.convergence.browser.CallView;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.EventStreams;

/** {@code /api/v1/browser-calls}: the calls of a portal user that her pages take part in; offers and answers go over {@code /whip}. */
@Path("api/v1/browser-calls")
public final class BrowserCallResource {
    private final BrowserCalls calls;
    private final EventStreams streams;

    public BrowserCallResource(BrowserCalls calls, EventStreams streams) {
        this.calls = calls;
        this.streams = streams;
    }

    /** The call that she is in, and each change of her calls from now on. While it is open, she can be called. */
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires("calls:read")
    public void events(@Context SecurityContext security, @Context SseEventSink sink, @Context Sse sse) {
        Caller caller = Caller.of(security);
        WebUser user = caller.user()
                .orElseThrow(() -> Refusal.of(403, "a user of the portal is called, not a client with a token"));
        EventStream stream = streams.open(sink, sse, caller);
        Feed feed = new Feed(stream);
        stream.onClose(calls.subscribe(user, feed::send));
        // Read after the watching began, so that no change falls between.
        calls.of(user).ifPresent(feed::send);
    }

    /** Each change once, and of one call never an older one after a newer. What the page knows already is a heartbeat. */
    private static final class Feed {
        private final EventStream stream;
        private String call = "";
        private int version;

        private Feed(EventStream stream) {
            this.stream = stream;
        }

        private synchronized void send(CallView view) {
            if (!view.id().equals(call) || view.version() > version) {
                call = view.id();
                version = view.version();
                stream.send(new Event(view.id() + "." + version, "status", json(view)));
            } else if (view.version() == version) {
                stream.beat();
            }
        }
    }

    private static String json(CallView call) {
        String level = call.level()
                .map(l -> ",\"level\":{\"macroblocks\":" + l.macroblocks() + ",\"perSecond\":" + l.perSecond()
                        + ",\"kilobits\":" + l.kilobits() + "}")
                .orElse("");
        return "{\"id\":" + quoted(call.id()) + ",\"incoming\":" + call.incoming() + ",\"peer\":" + quoted(call.peer())
                + ",\"video\":" + call.video() + ",\"state\":"
                + quoted(call.state().text()) + ",\"reason\":"
                + quoted(call.reason().text()) + ",\"detail\":"
                + quoted(call.detail()) + ",\"since\":" + quoted(call.since().toString()) + level + "}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
