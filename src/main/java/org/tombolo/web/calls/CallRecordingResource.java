package org.tombolo.web.calls;

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
import org.tombolo.gateway.interaction.CreateResult;
import org.tombolo.gateway.interaction.LegResult;
import org.tombolo.web.Requires;

/** {@code /api/v1/calls/{id}/recording}: begins and ends a recording of a call that goes on. */
@Path("api/v1/calls/{id}/recording")
@Produces(MediaType.APPLICATION_JSON)
public final class CallRecordingResource {
    private final ClickToDial calls;

    public CallRecordingResource(ClickToDial calls) {
        this.calls = calls;
    }

    /** Begins; returns when the parties' sound passes through us. */
    @POST
    @Requires("calls:write")
    public Response begin(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        LegResult result = calls.record(call.id(), CallAccess.requester(security));
        if (result == LegResult.DENIED) {
            throw CallAccess.refusal(CreateResult.Refusal.RECORDING);
        }
        return LegsResource.begun(result);
    }

    /** Ends it; an event tells when it can be had. */
    @DELETE
    @Requires("calls:write")
    public void end(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        LegsResource.accept(calls.stopRecording(call.id(), CallAccess.requester(security)));
    }
}
