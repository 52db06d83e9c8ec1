package org.tombolo.web.calls;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.web.Caller;
import org.tombolo.web.Links;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.EventStreams;

/** {@code /api/v1/calls}: the calls of whoever asks, and what happens to each as it happens. */
@Path("api/v1/calls")
@Produces(MediaType.APPLICATION_JSON)
public final class CallResource {
    private final ClickToDial calls;
    private final EventFeed feed;
    private final EventStreams streams;
    private final Executor readers;
    private final Links links;

    /** @param readers read events from the store, and may block */
    public CallResource(ClickToDial calls, EventFeed feed, EventStreams streams, Executor readers, Links links) {
        this.calls = calls;
        this.feed = feed;
        this.streams = streams;
        this.readers = readers;
        this.links = links;
    }

    /** The newest first. */
    @GET
    @Requires("calls:read")
    public Page<Listed> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        Optional<CallId> from = after.isEmpty() ? Optional.empty() : Optional.of(cursor(after));
        List<Call> found = calls.list(CallAccess.requester(security), from, most + 1);
        return Page.of(found, most, call -> call.id().text()).map(Listed::of);
    }

    private static CallId cursor(String after) {
        return CallId.parse(after).orElseThrow(() -> Refusal.of(400, "after: must be what \"next\" said"));
    }

    /** A call. */
    @GET
    @Path("{id}")
    @Requires("calls:read")
    public Listed get(@PathParam("id") String id, @Context SecurityContext security) {
        return Listed.of(CallAccess.find(calls, id, security));
    }

    /** A link that opens a call's events for an hour, for clients that cannot send headers. */
    @POST
    @Path("{id}/links")
    @Requires("calls:read")
    public Response link(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        Instant expiry = links.expiry();
        String events =
                links.to(Caller.of(security), "/api/v1/calls/" + call.id().text() + "/events", expiry);
        return Response.status(Response.Status.CREATED)
                .entity(new Made(events, expiry))
                .build();
    }

    /** Every event of a call from its beginning, or after the one that {@code Last-Event-ID} names; ends with the final one. */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires(value = "calls:read", link = true)
    public void events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @DefaultValue("") String last,
            @Context SecurityContext security,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Call call = CallAccess.find(calls, id, security);
        EventStream stream = streams.open(sink, sse, Caller.of(security));
        CallEvents events = new CallEvents(call.id(), feed, stream, readers, sequence(last));
        if (call.state().isFinal() && sequence(last) >= call.revision()) {
            stream.finish(); // a client that comes back by habit: nothing follows
            return;
        }
        stream.onClose(feed.follow(call.id(), events));
        events.run();
    }

    /** A number that is none of ours, or none at all, means the beginning. */
    private static int sequence(String last) {
        return last.matches("[0-9]{1,9}") ? Integer.parseInt(last) : 0;
    }

    /** A signed link. */
    record Made(String events, Instant expiresAt) {}

    /**
     * A call in a list.
     *
     * @param createdAt RFC 3339 in UTC
     */
    record Listed(String id, String caller, String callee, String status, Optional<String> reason, String createdAt) {
        static Listed of(Call call) {
            return new Listed(
                    call.id().text(),
                    PartyAddress.shown(call.caller()),
                    PartyAddress.shown(call.callee()),
                    call.state().word(),
                    call.reason().map(r -> r.word()),
                    call.createdAt().truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }
}
