package org.tombolo.web.webrtc;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.convergence.browser.BrowserCalls;
import org.tombolo.gateway.convergence.browser.CallResult;
import org.tombolo.identity.Address;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** CAMARA WebRTC Call Handling 0.3. Who calls sends her offer with the call; who is called sends hers with her answer, since {@code offerRequired} says so. */
@Path("webrtc-call-handling/v0.3/sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class CallHandlingResource {
    private static final long PATIENCE_SECONDS = 5;
    private static final int LONGEST_CORRELATOR = 256;

    private final BrowserCalls calls;
    private final Registrations registrations;
    private final MediaSessions sessions;
    private final Users users;

    public CallHandlingResource(BrowserCalls calls, Registrations registrations, MediaSessions sessions, Users users) {
        this.calls = calls;
        this.registrations = registrations;
        this.sessions = sessions;
        this.users = users;
    }

    /** createSession. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("webrtc-call-handling:sessions:create")
    public Response create(
            MediaSession.Body wanted,
            @HeaderParam("registrationId") @DefaultValue("") String header,
            @Context SecurityContext security) {
        WebUser user = users.of(security);
        Registration device = registered(header, user);
        Optional<MediaSession> known =
                wanted.clientCorrelator().flatMap(name -> sessions.named(device.id(), correlator(name)));
        MediaSession session = known.orElseGet(() -> call(user, device, wanted));
        return Response.status(Response.Status.CREATED).entity(session.body()).build();
    }

    private MediaSession call(WebUser user, Registration device, MediaSession.Body wanted) {
        if (wanted.status().isPresent()
                || wanted.answer().isPresent()
                || wanted.mediaSessionId().isPresent()) {
            throw Refusal.of(400, "status, answer and mediaSessionId do not belong to a new session");
        }
        String to = wanted.receiverAddress().orElseThrow(() -> Refusal.of(400, "receiverAddress: is required"));
        String offer = offer(wanted);
        Address from = from(user, wanted.originatorAddress());
        CallResult.Accepted accepted = accepted(calls.call(user, from, to, offer));
        return sessions.joined(
                accepted.id(), s -> s.joined(device.id(), wanted.clientCorrelator(), offer, accepted.answer()));
    }

    private Address from(WebUser user, Optional<String> originator) {
        return sessions.addresses(user).stream()
                .filter(address ->
                        originator.filter(o -> !o.equals(address.text())).isEmpty())
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        403, "INVALID_TOKEN_CONTEXT", "originatorAddress: is not an address of the token's user"));
    }

    /** getSessionDetailsById. */
    @GET
    @Path("{mediaSessionId}")
    @Requires("webrtc-call-handling:sessions:read")
    public MediaSession.Body get(@PathParam("mediaSessionId") String id, @Context SecurityContext security) {
        return find(id, security).body();
    }

    /** deleteSessionById. */
    @DELETE
    @Path("{mediaSessionId}")
    @Requires("webrtc-call-handling:sessions:delete")
    public void end(@PathParam("mediaSessionId") String id, @Context SecurityContext security) {
        find(id, security);
        if (!calls.leave(id)) {
            throw unknown();
        }
    }

    /** updateSessionStatus. */
    @PUT
    @Path("{mediaSessionId}/status")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("webrtc-call-handling:sessions:write")
    public Response update(
            @PathParam("mediaSessionId") String id, MediaSession.Body change, @Context SecurityContext security) {
        MediaSession session = find(id, security);
        switch (change.status().orElse("")) {
            // The phone was told so when the call came in.
            case "Ringing" -> {}
            case "InProgress", "Connected" -> {
                return Response.ok(answered(session, change, users.of(security)).body())
                        .build();
            }
            case "Terminated", "Declined", "SessionCancelled" -> calls.leave(id);
            case "Hold", "Resume" -> throw Refusal.of(400, "status: a phone holds a call, a device does not here");
            default ->
                throw Refusal.of(
                        400,
                        "status: must be Ringing, InProgress, Connected, Declined, SessionCancelled or Terminated");
        }
        return Response.noContent().build();
    }

    private MediaSession answered(MediaSession session, MediaSession.Body change, WebUser user) {
        if (!session.view().incoming()) {
            throw Refusal.of(400, "status: who calls does not answer");
        }
        String offer = offer(change);
        String device = registrations
                .ofUser(user)
                .orElseThrow(() -> Refusal.of(403, "no device of the user is registered any more"))
                .id();
        CallResult.Accepted accepted =
                accepted(calls.accept(user, session.view().id(), offer));
        return sessions.joined(accepted.id(), s -> s.joined(device, Optional.empty(), offer, accepted.answer()));
    }

    private static String offer(MediaSession.Body body) {
        return body.offer()
                .map(MediaSession.Sdp::sdp)
                .orElseThrow(() -> Refusal.of(400, "offer.sdp: is required; the answer comes with the response"));
    }

    private static String correlator(String name) {
        if (name.isEmpty() || name.length() > LONGEST_CORRELATOR) {
            throw Refusal.of(400, "clientCorrelator: must have 1 to " + LONGEST_CORRELATOR + " characters");
        }
        return name;
    }

    private Registration registered(String header, WebUser user) {
        if (header.isEmpty()) {
            throw Refusal.of(400, "the header registrationId is required");
        }
        return registrations
                .find(header, user)
                .orElseThrow(() -> Refusal.of(403, "registrationId: is not registered, or no more"));
    }

    private MediaSession find(String id, SecurityContext security) {
        return sessions.find(id, users.of(security)).orElseThrow(CallHandlingResource::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(404, "no such session");
    }

    private static CallResult.Accepted accepted(CompletableFuture<CallResult> awaited) {
        CallResult result = awaited.completeOnTimeout(
                        new CallResult.Refused(CallResult.Reason.OVER, "the call has just ended"),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS)
                .join();
        if (result instanceof CallResult.Accepted accepted) {
            return accepted;
        }
        CallResult.Refused refused = (CallResult.Refused) result;
        throw switch (refused.reason()) {
            case MALFORMED, INCOMPATIBLE -> Refusal.of(400, "offer.sdp: " + refused.words());
            case NOBODY -> Refusal.of(400, "receiverAddress: " + refused.words());
            case FORBIDDEN -> Refusal.of(403, refused.words());
            case BUSY -> Refusal.of(409, "ALREADY_EXISTS", refused.words());
            case OVER -> Refusal.of(404, refused.words());
            case FULL -> Refusal.of(503, refused.words()).with("Retry-After", "10");
        };
    }
}
