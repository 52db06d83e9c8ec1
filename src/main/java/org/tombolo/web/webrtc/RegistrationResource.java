package org.tombolo.web.webrtc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.TimeParameter;
import org.tombolo.web.calls.CallAccess;

/** CAMARA WebRTC Registration 0.3. */
@Path("webrtc-registration/v0.3/sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class RegistrationResource {
    private final Registrations registrations;
    private final MediaSessions sessions;
    private final Users users;

    public RegistrationResource(Registrations registrations, MediaSessions sessions, Users users) {
        this.registrations = registrations;
        this.sessions = sessions;
        this.users = users;
    }

    /** createRegistration. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("webrtc-registration:sessions:create")
    public Registered create(Wanted wanted, @Context SecurityContext security) {
        WebUser user = users.of(security);
        if (sessions.addresses(user).isEmpty()) {
            throw Refusal.of(403, "INVALID_TOKEN_CONTEXT", "the user has no number and no SIP address to be called by");
        }
        return view(registrations.register(
                user, CallAccess.requester(security).name(), wanted.device(), time(wanted.registrationExpireTime())));
    }

    /** updateRegistrationById. */
    @PUT
    @Path("{registrationId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("webrtc-registration:sessions:write")
    public Registered refresh(
            @PathParam("registrationId") String id, Longer longer, @Context SecurityContext security) {
        return registrations
                .refresh(id, users.of(security), time(longer.registrationExpireTime()))
                .map(this::view)
                .orElseThrow(RegistrationResource::unknown);
    }

    /** deleteRegistrationById. */
    @DELETE
    @Path("{registrationId}")
    @Requires("webrtc-registration:sessions:delete")
    public void remove(@PathParam("registrationId") String id, @Context SecurityContext security) {
        if (!registrations.remove(id, users.of(security))) {
            throw unknown();
        }
    }

    private static Optional<Instant> time(Optional<String> text) {
        return text.map(t -> TimeParameter.parse("registrationExpireTime", t));
    }

    private static Refusal unknown() {
        return Refusal.of(404, "no such registration");
    }

    private Registered view(Registration registration) {
        Optional<String> number = sessions.addresses(registration.user()).stream()
                .filter(TelNumber.class::isInstance)
                .map(address -> ((TelNumber) address).e164())
                .findFirst();
        return new Registered(
                new Info(number, "Registered"),
                registration.id(),
                registration.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** regSessionRequest. The document's pattern of a deviceId is a slip: it means the format. */
    record Wanted(String deviceId, Optional<String> registrationExpireTime) {
        UUID device() {
            // UUID.fromString takes shorter ones, too (RFC 9562 4).
            if (!deviceId.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
                throw Refusal.of(400, "deviceId: must be a UUID");
            }
            return UUID.fromString(deviceId);
        }
    }

    /** regSessionUpdate. */
    record Longer(Optional<String> registrationExpireTime) {}

    /** RegistrationInformation. */
    @JsonInclude(Include.NON_ABSENT)
    record Info(Optional<String> phoneNumber, String regStatus) {}

    /** regSessionResponse. */
    record Registered(Info regInfo, String registrationId, String expiresAt) {}
}
