package org.tombolo.web.calls;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
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
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.CallSchedule;
import org.tombolo.gateway.interaction.CallState;
import org.tombolo.gateway.interaction.CallStore;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.CreateResult;
import org.tombolo.gateway.interaction.IdempotencyKeys;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.web.Caller;
import org.tombolo.web.Links;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.TimeParameter;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.events.StoredEvents;

/** {@code /api/v1/calls}: starting calls, the calls of whoever asks, and what happens to each as it happens. */
@Path("api/v1/calls")
@Produces(MediaType.APPLICATION_JSON)
public final class CallResource {
    private final ClickToDial calls;
    private final CallSchedule schedule;
    private final Once once;
    private final EventFeed feed;
    private final EventStreams streams;
    private final Executor readers;
    private final Links links;
    private final Clock clock;

    /** @param readers read events from the store, and may block */
    public CallResource(
            ClickToDial calls,
            CallSchedule schedule,
            IdempotencyKeys keys,
            EventFeed feed,
            EventStreams streams,
            Executor readers,
            Links links,
            Clock clock) {
        this.calls = calls;
        this.schedule = schedule;
        this.once = new Once(keys, clock);
        this.clock = clock;
        this.feed = feed;
        this.streams = streams;
        this.readers = readers;
        this.links = links;
    }

    /** Starts a call, or plans one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public Response create(
            NewCall wanted,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String key,
            @HeaderParam("x-correlator") @DefaultValue("") String correlator,
            @Context SecurityContext security) {
        Requester requester = CallAccess.requester(security);
        CallRequest request = wanted.request(requester, correlator, clock.instant());
        return once.answer(
                requester.name(),
                key,
                wanted,
                () -> wanted.due().map(due -> plan(request, due)).orElseGet(() -> begin(request)));
    }

    private Once.Answer begin(CallRequest request) {
        CreateResult result = calls.create(request);
        if (result instanceof CreateResult.Created created) {
            return new Once.Answer(201, CallBody.of(created.call()));
        }
        throw CallAccess.refusal(((CreateResult.Refused) result).why());
    }

    private Once.Answer plan(CallRequest request, Instant due) {
        calls.refusal(request).ifPresent(why -> {
            throw CallAccess.refusal(why);
        });
        schedule.refusal(request, due).ifPresent(why -> {
            throw Refusal.of(422, "at: " + why);
        });
        return new Once.Answer(202, ScheduleResource.Planned.of(schedule.plan(request, due)));
    }

    /** The newest first. */
    @GET
    @Requires("calls:read")
    public Page<CallBody> list(
            @QueryParam("status") List<String> status,
            @QueryParam("party") @DefaultValue("") String party,
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("until") @DefaultValue("") String until,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        Optional<CallId> from = after.isEmpty() ? Optional.empty() : Optional.of(cursor(after));
        CallStore.Filter filter = new CallStore.Filter(
                status.stream().map(CallResource::state).collect(Collectors.toSet()),
                party.isEmpty() ? Optional.empty() : Optional.of(PartyAddress.shown(NewCall.party("party", party))),
                since.isEmpty() ? Optional.empty() : Optional.of(TimeParameter.parse("since", since)),
                until.isEmpty() ? Optional.empty() : Optional.of(TimeParameter.parse("until", until)));
        List<Call> found = calls.list(CallAccess.requester(security), filter, from, most + 1);
        return Page.of(found, most, call -> call.id().text()).map(CallBody::of);
    }

    private static CallState state(String word) {
        return Arrays.stream(CallState.values())
                .filter(s -> s.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.of(400, "status: there is no " + word));
    }

    private static CallId cursor(String after) {
        return CallId.parse(after).orElseThrow(() -> Refusal.of(400, "after: must be what \"next\" said"));
    }

    /** A call, with its legs while it goes on. */
    @GET
    @Path("{id}")
    @Requires("calls:read")
    public CallBody get(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        return CallBody.of(call, calls.legs(call.id(), CallAccess.requester(security)));
    }

    /** Ends a call. */
    @DELETE
    @Path("{id}")
    @Requires("calls:write")
    public void end(@PathParam("id") String id, @Context SecurityContext security) {
        switch (calls.end(CallAccess.id(id), CallAccess.requester(security))) {
            case ENDED -> {}
            case OVER -> throw Refusal.of(409, "the call has ended already");
            case UNKNOWN -> throw CallAccess.unknown();
        }
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

    /**
     * Every event of a call from its beginning, or after the one that {@code Last-Event-ID} names; ends with the final one.
     *
     * @param said the same for a client that cannot send the header
     */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires(value = "calls:read", link = true)
    public void events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @DefaultValue("") String header,
            @QueryParam("lastEventId") @DefaultValue("") String said,
            @Context SecurityContext security,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Call call = CallAccess.find(calls, id, security);
        int last = sequence(header.isEmpty() ? said : header);
        EventStream stream = streams.open(sink, sse, Caller.of(security));
        StoredEvents events = new StoredEvents(sent -> feed.after(call.id(), sent), stream, readers, last);
        if (call.state().isFinal() && last >= call.revision()) {
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
}
