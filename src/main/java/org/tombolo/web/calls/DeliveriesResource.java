package org.tombolo.web.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.event.CallEvent;
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.gateway.interaction.event.SinkDelivery;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/calls/{id}/deliveries}: how a call's events reached its sink, and sending them again. */
@Path("api/v1/calls/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
public final class DeliveriesResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClickToDial calls;
    private final EventFeed events;
    private final DeliveryLog log;
    private final SinkDelivery delivery;

    public DeliveriesResource(ClickToDial calls, EventFeed events, DeliveryLog log, SinkDelivery delivery) {
        this.calls = calls;
        this.events = events;
        this.log = log;
        this.delivery = delivery;
    }

    /** Every event of the call, with the attempts to deliver it. */
    @GET
    @Requires("calls:read")
    public All list(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        List<DeliveryLog.Attempted> attempts = log.attempts(call.id());
        List<Integer> waiting = log.waiting(call.id());
        return new All(events.after(call.id(), 0).stream()
                .map(e -> One.of(e, attempts, waiting.contains(e.sequence())))
                .toList());
    }

    /** Sends all events of the call again. */
    @POST
    @Requires("calls:write")
    public Response resend(@PathParam("id") String id, @Context SecurityContext security) {
        return resend(CallAccess.find(calls, id, security), Optional.empty());
    }

    /** Sends one event again. */
    @POST
    @Path("{sequence: [0-9]{1,9}}")
    @Requires("calls:write")
    public Response resend(
            @PathParam("id") String id, @PathParam("sequence") int sequence, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        if (events.after(call.id(), sequence - 1).stream().noneMatch(e -> e.sequence() == sequence)) {
            throw Refusal.of(404, "the call has no event " + sequence);
        }
        return resend(call, Optional.of(sequence));
    }

    private Response resend(Call call, Optional<Integer> sequence) {
        int sent = delivery.again(call.id(), sequence);
        if (sent == 0 && log.waiting(call.id()).isEmpty()) {
            throw Refusal.of(409, "the call has no sink");
        }
        return Response.status(Response.Status.ACCEPTED).entity(new Sent(sent)).build();
    }

    /** The events of a call. */
    record All(List<One> items) {}

    /** How many events are on their way again; those that were still on it are not counted. */
    record Sent(int resent) {}

    /**
     * An event.
     *
     * @param event the CloudEvent
     * @param waiting whether the sink still has to get it
     */
    record One(int sequence, String id, JsonNode event, boolean waiting, List<Try> attempts) {
        static One of(CallEvent event, List<DeliveryLog.Attempted> attempts, boolean waiting) {
            List<Try> ours = attempts.stream()
                    .filter(a -> a.sequence() == event.sequence())
                    .map(Try::of)
                    .toList();
            return new One(event.sequence(), event.id(), parsed(event), waiting, ours);
        }
    }

    /** An attempt to deliver it. */
    record Try(int number, String at, String outcome, String what, long millis) {
        static Try of(DeliveryLog.Attempted attempt) {
            return new Try(
                    attempt.number(),
                    attempt.at().toString(),
                    attempt.outcome().name().toLowerCase(java.util.Locale.ROOT),
                    attempt.what(),
                    attempt.took().toMillis());
        }
    }

    static JsonNode parsed(CallEvent event) {
        try {
            return JSON.readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds an event that is no JSON: " + event.id(), e);
        }
    }
}
