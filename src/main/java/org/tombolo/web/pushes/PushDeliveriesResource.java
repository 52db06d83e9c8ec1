package org.tombolo.web.pushes;

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
import org.tombolo.gateway.interaction.push.Push;
import org.tombolo.gateway.interaction.push.PushDeliveryLog;
import org.tombolo.gateway.interaction.push.PushFeed;
import org.tombolo.gateway.interaction.push.PushId;
import org.tombolo.gateway.interaction.push.PushJournal;
import org.tombolo.gateway.interaction.push.Pushes;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.calls.CallAccess;
import org.tombolo.web.events.SentEvent;

/** {@code /api/v1/pushes/{id}/deliveries}: how a push's events reached its sink, and sending them again. */
@Path("api/v1/pushes/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
public final class PushDeliveriesResource {
    private final Pushes pushes;
    private final PushFeed events;
    private final PushDeliveryLog log;
    private final PushJournal journal;

    public PushDeliveriesResource(Pushes pushes, PushFeed events, PushDeliveryLog log, PushJournal journal) {
        this.pushes = pushes;
        this.events = events;
        this.log = log;
        this.journal = journal;
    }

    /** Every event of the push, with the attempts to deliver it. */
    @GET
    @Requires("pushes:read")
    public SentEvent.All list(@PathParam("id") String id, @Context SecurityContext security) {
        Push push = find(pushes, id, security);
        return SentEvent.All.of(events.after(push.id(), 0), log.attempts(push.id()), log.waiting(push.id()));
    }

    /** Sends all events of the push again. */
    @POST
    @Requires("pushes:create")
    public Response resend(@PathParam("id") String id, @Context SecurityContext security) {
        return resend(find(pushes, id, security), Optional.empty());
    }

    /** Sends one event again. */
    @POST
    @Path("{sequence: [0-9]{1,9}}")
    @Requires("pushes:create")
    public Response resend(
            @PathParam("id") String id, @PathParam("sequence") int sequence, @Context SecurityContext security) {
        Push push = find(pushes, id, security);
        if (events.after(push.id(), sequence - 1).stream().noneMatch(e -> e.sequence() == sequence)) {
            throw Refusal.of(404, "the push has no event " + sequence);
        }
        return resend(push, Optional.of(sequence));
    }

    private Response resend(Push push, Optional<Integer> sequence) {
        int sent = journal.again(push.id(), sequence);
        if (sent == 0 && log.waiting(push.id()).isEmpty()) {
            throw Refusal.of(409, "the push has no sink");
        }
        return Response.status(Response.Status.ACCEPTED)
                .entity(new SentEvent.Resent(sent))
                .build();
    }

    /** @throws Refusal 404 when the requester has none of that id */
    static Push find(Pushes pushes, String id, SecurityContext security) {
        return PushId.parse(id)
                .flatMap(known -> pushes.get(known, CallAccess.requester(security)))
                .orElseThrow(() -> Refusal.of(404, "no such push"));
    }
}
