package org.tombolo.web.calls;

import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
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
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.identity.Address;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/calls/{id}/transfer}: another party takes the place of one, blind or after the two have talked. */
@Path("api/v1/calls/{id}/transfer")
@Produces(MediaType.APPLICATION_JSON)
public final class TransferResource {
    private final ClickToDial calls;

    public TransferResource(ClickToDial calls) {
        this.calls = calls;
    }

    /** Begins a transfer; returns when the one who stays has been put on hold and the target is being called. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public Response transfer(@PathParam("id") String id, Transfer wanted, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        Address to = NewCall.party("to", wanted.to());
        Requester requester = CallAccess.requester(security);
        LegsResource.accept(calls.transfer(call.id(), wanted.leg(), to, wanted.attended(), requester));
        return Response.status(Response.Status.ACCEPTED)
                .entity(LegsResource.All.of(calls, call, security))
                .build();
    }

    /** Completes an attended transfer. */
    @POST
    @Path("completion")
    @Requires("calls:write")
    public LegsResource.All complete(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        LegsResource.accept(calls.completeTransfer(call.id(), CallAccess.requester(security)));
        return LegsResource.All.of(calls, call, security);
    }

    /** Takes an attended transfer back. */
    @DELETE
    @Requires("calls:write")
    public LegsResource.All cancel(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        LegsResource.accept(calls.cancelTransfer(call.id(), CallAccess.requester(security)));
        return LegsResource.All.of(calls, call, security);
    }

    /**
     * A wish to transfer.
     *
     * @param leg who goes: {@code caller} or {@code callee}
     * @param to who comes
     * @param mode {@code blind}, or {@code attended}: the one who goes talks to the target first
     */
    record Transfer(String leg, String to, String mode) {
        boolean attended() {
            return switch (mode) {
                case "attended" -> true;
                case "blind" -> false;
                default -> throw Refusal.of(400, "mode: must be blind or attended");
            };
        }
    }
}
