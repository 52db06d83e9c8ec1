package org.tombolo.web.oma;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Clock;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallLabels;
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.CreateResult;
import org.tombolo.gateway.interaction.EndResult;
import org.tombolo.gateway.interaction.IdempotencyKeys;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.calls.CallAccess;
import org.tombolo.web.calls.Once;

/** {@code /thirdpartycall/v1/callSessions} (OMA REST NetAPI Third Party Call 1.0, 6.1 and 6.2), in JSON and as a form. */
@Path("thirdpartycall/v1/callSessions")
@Produces(MediaType.APPLICATION_JSON)
public final class CallSessionsResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClickToDial calls;
    private final CallLabels labels;
    private final Once once;
    private final SessionView view;

    /** @param publicUrl start of every link, without a trailing slash */
    public CallSessionsResource(
            ClickToDial calls, CallLabels labels, IdempotencyKeys keys, String publicUrl, Clock clock) {
        this.calls = calls;
        this.labels = labels;
        this.once = new Once(keys, clock);
        this.view = new SessionView(calls, labels, publicUrl, clock);
    }

    /** Calls two participants, the first one first. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public Response create(WantedSession.Body body, @Context SecurityContext security) {
        return create(body.callSessionInformation(), security);
    }

    /** The same from a form (appendix C). */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Requires("calls:write")
    public Response create(MultivaluedMap<String, String> form, @Context SecurityContext security) {
        return create(WantedSession.of(form), security);
    }

    private Response create(WantedSession wanted, SecurityContext security) {
        Requester requester = CallAccess.requester(security);
        CallRequest request = wanted.request(requester);
        String correlator = wanted.correlator();
        String key = correlator.isEmpty() ? "" : "thirdpartycall:" + correlator;
        try {
            Response made = once.answer(requester.name(), key, wanted, () -> begin(request, wanted, security));
            return Response.fromResponse(made)
                    .location(location((String) made.getEntity()))
                    .build();
        } catch (Refusal refusal) {
            throw refusal.status() == 422 ? Refusal.of(409, Faults.DUPLICATE, correlator) : refusal;
        }
    }

    private Once.Answer begin(CallRequest request, WantedSession wanted, SecurityContext security) {
        var names = wanted.labels();
        CreateResult result = calls.create(request);
        if (result instanceof CreateResult.Created created) {
            labels.put(created.call().id(), names);
            return new Once.Answer(201, new SessionView.Session.Body(view.session(created.call(), security)));
        }
        throw Faults.of(((CreateResult.Refused) result).why());
    }

    private static URI location(String body) {
        try {
            return URI.create(JSON.readTree(body)
                    .at("/callSessionInformation/resourceURL")
                    .asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of ours cannot be read", e);
        }
    }

    /** A call session with its participants, for a day after its end, too. */
    @GET
    @Path("{callSessionId}")
    @Requires("calls:read")
    public SessionView.Session.Body get(@PathParam("callSessionId") String id, @Context SecurityContext security) {
        return new SessionView.Session.Body(view.session(CallAccess.find(calls, id, security), security));
    }

    /** Ends a call session. */
    @DELETE
    @Path("{callSessionId}")
    @Requires("calls:write")
    public void end(@PathParam("callSessionId") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        if (calls.end(call.id(), CallAccess.requester(security)) != EndResult.ENDED) {
            throw Faults.terminated();
        }
    }
}
