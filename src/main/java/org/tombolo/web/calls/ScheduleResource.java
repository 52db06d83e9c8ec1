package org.tombolo.web.calls;

import java.util.List;
import java.util.Optional;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallSchedule;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.ScheduledCall;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/scheduled-calls}: calls that are to begin later, planned by {@code POST /api/v1/calls} with a time. */
@Path("api/v1/scheduled-calls")
@Produces(MediaType.APPLICATION_JSON)
public final class ScheduleResource {
    private final CallSchedule schedule;

    public ScheduleResource(CallSchedule schedule) {
        this.schedule = schedule;
    }

    /** The first to come first. */
    @GET
    @Requires("calls:read")
    public All list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit, @Context SecurityContext security) {
        return new All(schedule.list(CallAccess.requester(security), Page.limit(limit)).stream()
                .map(Planned::of)
                .toList());
    }

    /** One of them. */
    @GET
    @Path("{id}")
    @Requires("calls:read")
    public Planned get(@PathParam("id") String id, @Context SecurityContext security) {
        return Planned.of(find(id, security));
    }

    /** Takes one back. */
    @DELETE
    @Path("{id}")
    @Requires("calls:write")
    public void cancel(@PathParam("id") String id, @Context SecurityContext security) {
        ScheduledCall planned = find(id, security);
        if (!schedule.cancel(planned.id())) {
            throw Refusal.of(409, "the call does not wait any more");
        }
    }

    private ScheduledCall find(String id, SecurityContext security) {
        return schedule.get(id, CallAccess.requester(security))
                .orElseThrow(() -> Refusal.of(404, "no such planned call"));
    }

    /** Planned calls. */
    record All(List<Planned> items) {}

    /**
     * A planned call.
     *
     * @param callId the call, once it has begun
     */
    record Planned(String id, String caller, String callee, String at, String state, Optional<String> callId) {
        static Planned of(ScheduledCall planned) {
            return new Planned(
                    planned.id(),
                    PartyAddress.shown(planned.request().caller()),
                    PartyAddress.shown(planned.request().callee()),
                    CallBody.time(planned.due()),
                    planned.state().word(),
                    planned.call().map(CallId::text));
        }
    }
}
