package org.tombolo.web.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.gateway.interconnection.tracking.TrackingStore;
import org.tombolo.identity.Address;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.web.Caller;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.TimeParameter;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.EventStreams;

/** {@code /api/v1/messages}. A message that the caller may not see is treated as one that does not exist. */
@Path("api/v1/messages")
@Produces(MediaType.APPLICATION_JSON)
public final class MessageResource {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private final MessageTracker tracker;
    private final TrackingStore store;
    private final MessageAccess access;
    private final EventStreams streams;

    public MessageResource(MessageTracker tracker, TrackingStore store, MessageAccess access, EventStreams streams) {
        this.tracker = tracker;
        this.store = store;
        this.access = access;
        this.streams = streams;
    }

    /**
     * The newest first.
     *
     * @param reference the id that its sender gave a message
     */
    @GET
    @Requires("messages:read")
    public Page<MessageBody> list(
            @QueryParam("state") List<String> state,
            @QueryParam("party") @DefaultValue("") String party,
            @QueryParam("reference") @DefaultValue("") String reference,
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("until") @DefaultValue("") String until,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        Optional<Set<String>> parties = access.parties(Caller.of(security));
        TrackingStore.Filter filter = new TrackingStore.Filter(
                state.stream().map(MessageResource::state).collect(Collectors.toSet()),
                given(party).map(MessageResource::party),
                given(reference),
                given(since).map(text -> TimeParameter.parse("since", text)),
                given(until).map(text -> TimeParameter.parse("until", text)));
        Optional<Long> before = given(after).map(text -> cursor(text).number());
        List<TrackedMessage> found = store.list(parties, filter, before, most + 1);
        return Page.of(found, most, message -> message.id().text())
                .map(message -> MessageAccess.view(parties, message));
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static MessageState state(String word) {
        return MessageState.ofWord(word).orElseThrow(() -> Refusal.of(400, "state: there is no " + word));
    }

    private static String party(String text) {
        Address address = Address.parse(text)
                .orElseThrow(() -> Refusal.of(
                        400, "party: must be an address such as sip:alice@example.com, +15550001 or juliet@localhost"));
        if (address instanceof Jid jid) {
            return jid.bare().text();
        }
        return address instanceof SipAddress sip ? sip.bare().text() : address.text();
    }

    private static MessageId cursor(String after) {
        return MessageId.parse(after).orElseThrow(() -> Refusal.of(400, "after: must be what \"next\" said"));
    }

    /** A message. */
    @GET
    @Path("{id}")
    @Requires("messages:read")
    public MessageBody get(@PathParam("id") String id, @Context SecurityContext security) {
        Optional<Set<String>> parties = access.parties(Caller.of(security));
        return MessageId.parse(id)
                .flatMap(tracker::find)
                .filter(message -> MessageAccess.maySee(parties, message))
                .map(message -> MessageAccess.view(parties, message))
                .orElseThrow(() -> Refusal.of(404, "no such message"));
    }

    /** Each message of the caller that comes or changes from now on, as it is then; when there are very many, some of them. */
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires("messages:read")
    public void events(@Context SecurityContext security, @Context SseEventSink sink, @Context Sse sse) {
        Caller caller = Caller.of(security);
        EventStream stream = streams.open(sink, sse, caller);
        Optional<Set<String>> parties = access.parties(caller);
        stream.onClose(tracker.follow(
                message -> MessageAccess.maySee(parties, message),
                message -> stream.send(event(MessageAccess.view(parties, message)))));
    }

    private static Event event(MessageBody message) {
        try {
            return new Event(message.id(), "status", JSON.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is JSON", e);
        }
    }
}
