package org.tombolo.web.oma;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.EndResult;
import org.tombolo.gateway.interaction.LegView;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.identity.Address;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.calls.CallAccess;

/**
 * {@code .../participants} (OMA REST NetAPI Third Party Call 1.0, 6.3 and 6.4). Two talk at a time, since nothing of ours mixes their
 * media: one who is added talks with the second participant, and the first one is held. When one of these two is removed, the other
 * and the first one are joined. To remove one of only two ends the call.
 */
@Path("thirdpartycall/v1/callSessions/{callSessionId}/participants")
@Produces(MediaType.APPLICATION_JSON)
public final class ParticipantsResource {
    private static final int PARTIES = 2;

    private final ClickToDial calls;
    private final CallLabels labels;
    private final SessionView view;

    /** @param publicUrl start of every link, without a trailing slash */
    public ParticipantsResource(ClickToDial calls, CallLabels labels, String publicUrl, Clock clock) {
        this.calls = calls;
        this.labels = labels;
        this.view = new SessionView(calls, labels, publicUrl, clock);
    }

    /** Everybody who takes part, or took part. */
    @GET
    @Requires("calls:read")
    public SessionView.Participants.Body all(@PathParam("callSessionId") String id, @Context SecurityContext security) {
        return new SessionView.Participants.Body(view.participants(CallAccess.find(calls, id, security), security));
    }

    /** One of them. */
    @GET
    @Path("{participantId}")
    @Requires("calls:read")
    public SessionView.Participant.Body get(
            @PathParam("callSessionId") String id,
            @PathParam("participantId") String participant,
            @Context SecurityContext security) {
        return new SessionView.Participant.Body(find(CallAccess.find(calls, id, security), participant, security));
    }

    private SessionView.Participant find(Call call, String id, SecurityContext security) {
        return view.participants(call, security).participant().stream()
                .filter(p -> p.resourceURL().endsWith("/" + id))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "no such participant"));
    }

    /** Calls one more. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public Response add(
            @PathParam("callSessionId") String id,
            WantedSession.WantedParticipant.Body body,
            @Context SecurityContext security) {
        return add(id, body.callParticipantInformation(), security);
    }

    /** The same from a form. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Requires("calls:write")
    public Response add(
            @PathParam("callSessionId") String id,
            MultivaluedMap<String, String> form,
            @Context SecurityContext security) {
        return add(id, WantedSession.WantedParticipant.of(form), security);
    }

    private Response add(String id, WantedSession.WantedParticipant wanted, SecurityContext security) {
        Call call = open(id, security);
        Requester requester = CallAccess.requester(security);
        Address added = wanted.address();
        List<LegView> legs = calls.legs(call.id(), requester);
        if (legs.size() > PARTIES) {
            throw Refusal.of(403, Faults.TOO_MANY, "participant");
        } else if (legs.stream().anyMatch(leg -> leg.party().equals(added))) {
            throw Faults.invalid("participantAddress: takes part already");
        }
        Map<String, String> name =
                wanted.name().map(n -> Map.of(added.text(), n)).orElse(Map.of());
        Faults.accept(calls.transfer(call.id(), "callee", added, true, requester));
        labels.put(call.id(), name);
        SessionView.Participant made = find(call, SessionView.id(added), security);
        return Response.created(URI.create(made.resourceURL()))
                .entity(new SessionView.Participant.Body(made))
                .build();
    }

    /** Ends the part that somebody has in a call. */
    @DELETE
    @Path("{participantId}")
    @Requires("calls:write")
    public void remove(
            @PathParam("callSessionId") String id,
            @PathParam("participantId") String participant,
            @Context SecurityContext security) {
        Call call = open(id, security);
        Requester requester = CallAccess.requester(security);
        List<LegView> legs = calls.legs(call.id(), requester);
        LegView leaving = legs.stream()
                .filter(leg -> SessionView.id(leg.party()).equals(participant))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "no such participant"));
        Optional<LegView> third =
                legs.stream().filter(leg -> leg.name().equals("target")).findFirst();
        if (third.isEmpty() || leaving.name().equals("caller")) {
            end(call, requester);
        } else if (leaving.equals(third.get())) {
            Faults.accept(calls.cancelTransfer(call.id(), requester));
        } else {
            Faults.accept(calls.completeTransfer(call.id(), requester));
        }
    }

    private void end(Call call, Requester requester) {
        if (calls.end(call.id(), requester) != EndResult.ENDED) {
            throw Faults.terminated();
        }
    }

    private Call open(String id, SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        if (call.state().isFinal()) {
            throw Faults.terminated();
        }
        return call;
    }
}
