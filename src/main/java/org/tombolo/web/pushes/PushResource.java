package org.tombolo.web.pushes;

import java.time.Clock;
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
import org.tombolo.gateway.interaction.IdempotencyKeys;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.push.Push;
import org.tombolo.gateway.interaction.push.PushFeed;
import org.tombolo.gateway.interaction.push.PushId;
import org.tombolo.gateway.interaction.push.PushRequest;
import org.tombolo.gateway.interaction.push.PushResult;
import org.tombolo.gateway.interaction.push.PushState;
import org.tombolo.gateway.interaction.push.PushStore;
import org.tombolo.gateway.interaction.push.Pushes;
import org.tombolo.web.Caller;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.calls.CallAccess;
import org.tombolo.web.calls.CredentialBody;
import org.tombolo.web.calls.Once;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.events.StoredEvents;

/** {@code /api/v1/pushes}: sending content to IMS users, the pushes of whoever asks, and what happens to each as it happens. */
@Path("api/v1/pushes")
@Produces(MediaType.APPLICATION_JSON)
public final class PushResource {
    private final Pushes pushes;
    private final PushFeed feed;
    private final PushParties parties;
    private final PushFiles files;
    private final Once once;
    private final EventStreams streams;
    private final Executor readers;
    private final Clock clock;

    /** @param readers read events from the store, and may block */
    public PushResource(
            Pushes pushes,
            PushFeed feed,
            PushParties parties,
            PushFiles files,
            IdempotencyKeys keys,
            EventStreams streams,
            Executor readers,
            Clock clock) {
        this.pushes = pushes;
        this.feed = feed;
        this.parties = parties;
        this.files = files;
        this.once = new Once(keys, clock);
        this.streams = streams;
        this.readers = readers;
        this.clock = clock;
    }

    /** Takes a push: 202 says that it will be delivered, refused or expire, whatever happens to us. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("pushes:create")
    public Response create(
            NewPush wanted,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String key,
            @HeaderParam("x-correlator") @DefaultValue("") String correlator,
            @Context SecurityContext security) {
        Requester requester = CallAccess.requester(security);
        PushParties.Parties between = parties.of(wanted, requester);
        PushRequest request = new PushRequest(
                between.from(),
                between.to(),
                wanted.content(files.of(Caller.of(security), requester)),
                between.call(),
                wanted.lifetime(),
                CredentialBody.sink(wanted.sink(), wanted.sinkCredential(), correlator, clock.instant()),
                requester);
        return once.answer(requester.name(), key, wanted, () -> begin(request));
    }

    private Once.Answer begin(PushRequest request) {
        PushResult result = pushes.create(request);
        if (result instanceof PushResult.Accepted accepted) {
            return new Once.Answer(202, PushBody.of(accepted.push(), Optional.empty()));
        }
        throw refusal(((PushResult.Refused) result).why());
    }

    private static Refusal refusal(PushResult.Refusal why) {
        return switch (why) {
            case NOT_HER_NUMBER -> Refusal.of(403, "from: is not an address of the user who is signed in");
            case SENDER_DENIED -> Refusal.of(422, "from: this number may not be used");
            case RECIPIENT_DENIED -> Refusal.of(422, "to: nothing may be sent to this number");
            case TOO_LONG -> Refusal.of(422, "url: with its text it does not fit into a message of 1300 octets");
            case QUOTA ->
                Refusal.of(429, "QUOTA_EXCEEDED", "this client has had its share for now")
                        .with("Retry-After", "3600");
            case TOO_FAST -> Refusal.of(429, "too much in a short time").with("Retry-After", "60");
            case TOO_MANY -> Refusal.of(429, "too many pushes wait").with("Retry-After", "60");
            case NOT_READY -> Refusal.of(503, "SIP is not ready yet").with("Retry-After", "10");
            case STORE_FULL -> Refusal.of(503, "the store is full").with("Retry-After", "60");
            case NOT_STORED -> Refusal.of(503, "it cannot be written down now").with("Retry-After", "10");
        };
    }

    /** The newest first. */
    @GET
    @Requires("pushes:read")
    public Page<PushBody> list(
            @QueryParam("status") List<String> status,
            @QueryParam("to") @DefaultValue("") String to,
            @QueryParam("call") @DefaultValue("") String call,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        Optional<PushId> from = after.isEmpty() ? Optional.empty() : Optional.of(cursor(after));
        PushStore.Filter filter = new PushStore.Filter(
                status.stream().map(PushResource::state).collect(Collectors.toSet()),
                to.isEmpty()
                        ? Optional.empty()
                        : Optional.of(NewPush.party("to", to).text()),
                call.isEmpty() ? Optional.empty() : Optional.of(CallAccess.id(call)));
        List<Push> found = pushes.list(CallAccess.requester(security), filter, from, most + 1);
        return Page.of(found, most, push -> push.id().text()).map(this::body);
    }

    private static PushState state(String word) {
        return Arrays.stream(PushState.values())
                .filter(s -> s.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.of(400, "status: there is no " + word));
    }

    private static PushId cursor(String after) {
        return PushId.parse(after).orElseThrow(() -> Refusal.of(400, "after: must be what \"next\" said"));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    @Requires("pushes:read")
    public PushBody get(@PathParam("id") String id, @Context SecurityContext security) {
        return body(PushDeliveriesResource.find(pushes, id, security));
    }

    private PushBody body(Push push) {
        return PushBody.of(push, feed.progress(push.id()));
    }

    /** Takes one back; its link opens nothing any more. */
    @DELETE
    @Path("{id}")
    @Requires("pushes:create")
    public void cancel(@PathParam("id") String id, @Context SecurityContext security) {
        if (!pushes.cancel(PushDeliveriesResource.find(pushes, id, security))) {
            throw Refusal.of(409, "the push is over already");
        }
    }

    /**
     * Every event of a push from its beginning, or after the one that {@code Last-Event-ID} names, and how much of a file the phone
     * has; ends with the final one.
     *
     * @param said the same for a client that cannot send the header
     */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires("pushes:read")
    public void events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @DefaultValue("") String header,
            @QueryParam("lastEventId") @DefaultValue("") String said,
            @Context SecurityContext security,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Push push = PushDeliveriesResource.find(pushes, id, security);
        int last = sequence(header.isEmpty() ? said : header);
        EventStream stream = streams.open(sink, sse, Caller.of(security));
        if (push.state().isFinal() && last >= push.revision()) {
            stream.finish(); // a client that comes back by habit: nothing follows
            return;
        }
        PushStream events =
                new PushStream(new StoredEvents(sent -> feed.after(push.id(), sent), stream, readers, last), stream);
        stream.onClose(feed.follow(push.id(), events));
        events.changed();
    }

    /** A number that is none of ours, or none at all, means the beginning. */
    private static int sequence(String last) {
        return last.matches("[0-9]{1,9}") ? Integer.parseInt(last) : 0;
    }
}
