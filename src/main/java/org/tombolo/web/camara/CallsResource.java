package org.tombolo.web.camara;

import java.time.Clock;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.CreateResult;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.calls.CallAccess;

/**
 * CAMARA Click to Dial in its versions 0.1.0 and 0.2.0-rc.1, which say the same of every request and response. A call of
 * somebody else is treated as one that does not exist; one that another version started is shown.
 */
@Path("click-to-dial/{version: v0\\.1|v0\\.2rc1}/calls")
@Produces(MediaType.APPLICATION_JSON)
public final class CallsResource {
    private final ClickToDial calls;
    private final Recordings recordings;
    private final Trace trace;
    private final Clock clock;

    public CallsResource(ClickToDial calls, Recordings recordings, Trace trace, Clock clock) {
        this.calls = calls;
        this.recordings = recordings;
        this.trace = trace;
        this.clock = clock;
    }

    /** createCall. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("click-to-dial:calls:create")
    public Response create(
            CreateCall body,
            @HeaderParam("x-correlator") @DefaultValue("") String correlator,
            @Context SecurityContext security) {
        Requester requester = CallAccess.requester(security);
        CreateResult result = calls.create(body.request(requester, correlator, clock.instant()));
        if (result instanceof CreateResult.Created created) {
            trace(created.call(), security, "POST calls: 201");
            return Response.status(Response.Status.CREATED)
                    .entity(CallView.of(created.call()))
                    .build();
        }
        throw CallAccess.refusal(((CreateResult.Refused) result).why());
    }

    /** getCall. */
    @GET
    @Path("{callId}")
    @Requires("click-to-dial:calls:read")
    public CallView get(@PathParam("callId") String callId, @Context SecurityContext security) {
        return CallView.of(found(callId, security));
    }

    /** terminateCall. */
    @DELETE
    @Path("{callId}")
    @Requires("click-to-dial:calls:delete")
    public void end(@PathParam("callId") String callId, @Context SecurityContext security) {
        CallId id = found(callId, security).id();
        switch (calls.end(id, CallAccess.requester(security))) {
            case ENDED -> {}
            // The YAML knows no other code for 409.
            case OVER -> throw Refusal.of(409, "ALREADY_EXISTS", "the call has ended already");
            case UNKNOWN -> throw CallAccess.unknown();
        }
    }

    /** getRecording. */
    @GET
    @Path("{callId}/recording")
    @Requires("click-to-dial:recordings:read")
    public RecordingView recording(@PathParam("callId") String callId, @Context SecurityContext security) {
        Call call = found(callId, security);
        if (!call.state().isFinal()) {
            throw Refusal.of(404, "the call goes on");
        }
        return RecordingView.of(call, recordings);
    }

    /** A call with a SIP address, which our own API made, is none that CAMARA could show. */
    private Call found(String callId, SecurityContext security) {
        Call call = CallAccess.find(calls, callId, security);
        if (!call.isCamara()) {
            throw CallAccess.unknown();
        }
        return call;
    }

    private void trace(Call call, SecurityContext security, String what) {
        trace.record(new TraceEvent(
                call.id().session(),
                clock.instant(),
                TraceEvent.Protocol.HTTP,
                Caller.of(security).name(),
                TraceEvent.US,
                what,
                PartyAddress.shown(call.caller()) + " to " + PartyAddress.shown(call.callee())));
    }
}
