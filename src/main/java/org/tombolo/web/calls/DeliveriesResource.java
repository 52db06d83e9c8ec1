package org.tombolo.web.calls;

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
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.gateway.interaction.event.EventFeed;
import org.tombolo.gateway.interaction.event.SinkDelivery;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.events.SentEvent;

/** {@code /api/v1/calls/{id}/deliveries}: how a call's events reached its sink, and sending them again. */
@Path("api/v1/calls/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
public final class DeliveriesResource {
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
    public SentEvent.All list(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        return SentEvent.All.of(events.after(call.id(), 0), log.attempts(call.id()), log.waiting(call.id()));
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
        return Response.status(Response.Status.ACCEPTED)
                .entity(new SentEvent.Resent(sent))
                .build();
    }
}
