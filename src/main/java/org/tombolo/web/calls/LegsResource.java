package org.tombolo.web.calls;

import java.util.List;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.LegResult;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/calls/{id}/legs}: the parties of a call that goes on, hold and mute. */
@Path("api/v1/calls/{id}/legs")
@Produces(MediaType.APPLICATION_JSON)
public final class LegsResource {
    private final ClickToDial calls;

    public LegsResource(ClickToDial calls) {
        this.calls = calls;
    }

    /** The legs as they are now; none when the call is over. */
    @GET
    @Requires("calls:read")
    public All legs(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        return All.of(calls, call, security);
    }

    /** Holds or mutes a party, or lets her go; returns when her phone has taken it. */
    @PATCH
    @Path("{leg}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public All change(
            @PathParam("id") String id,
            @PathParam("leg") String leg,
            Change change,
            @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        if (change.held().isEmpty() && change.muted().isEmpty()) {
            throw Refusal.of(400, "held or muted must be given");
        }
        accept(calls.set(call.id(), leg, change.held(), change.muted(), CallAccess.requester(security)));
        return legs(id, security);
    }

    /** What a wish came to, when it was not done. */
    static void accept(LegResult result) {
        switch (result) {
            case DONE -> {}
            case UNKNOWN -> throw Refusal.of(404, "the call has no such leg");
            case NOT_CONNECTED -> throw Refusal.of(409, "the call is not in a state for this");
            case DENIED -> throw Refusal.of(422, "to: this number may not be called");
            case BUSY ->
                throw Refusal.of(409, "a change is under way; try again").with("Retry-After", "1");
            case FULL ->
                throw Refusal.of(503, "no ports are left for the sound").with("Retry-After", "10");
            case REFUSED -> throw Refusal.of(502, "a phone refused it; the call goes on as it was");
        }
    }

    /** 202 for a wish that has begun. */
    static Response begun(LegResult result) {
        accept(result);
        return Response.status(Response.Status.ACCEPTED).build();
    }

    /**
     * A number in a body.
     *
     * @param usual when nothing is said
     * @param most it begins with 1
     */
    static int number(String name, Optional<Integer> said, int usual, int most) {
        int number = said.orElse(usual);
        if (number < 1 || number > most) {
            throw Refusal.of(400, "OUT_OF_RANGE", name + ": must be 1 to " + most);
        }
        return number;
    }

    /** The legs of a call. */
    record All(List<CallBody.LegBody> items) {
        static All of(ClickToDial calls, Call call, SecurityContext security) {
            return new All(calls.legs(call.id(), CallAccess.requester(security)).stream()
                    .map(CallBody.LegBody::of)
                    .toList());
        }
    }

    /** What shall be. */
    record Change(Optional<Boolean> held, Optional<Boolean> muted) {}
}
