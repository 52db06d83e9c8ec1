package org.tombolo.web.webrtc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.TimeParameter;
import org.tombolo.web.calls.CallAccess;
import org.tombolo.web.calls.CredentialBody;

/** CAMARA WebRTC Events 0.2: subscriptions whose events go to a sink. */
@Path("webrtc-events/v0.2/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
public final class SubscriptionResource {
    private final Subscriptions subscriptions;
    private final Registrations registrations;
    private final Users users;
    private final Clock clock;

    public SubscriptionResource(Subscriptions subscriptions, Registrations registrations, Users users, Clock clock) {
        this.subscriptions = subscriptions;
        this.registrations = registrations;
        this.users = users;
        this.clock = clock;
    }

    /** createNotificationChannelSubscription; which of the three scopes it needs depends on the type. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(
            value = "webrtc-events:org.camaraproject.webrtc-events.v0.session-status:create",
            or = {
                "webrtc-events:org.camaraproject.webrtc-events.v0.session-invitation:create",
                "webrtc-events:org.camaraproject.webrtc-events.v0.registration-ends:create"
            })
    public Response create(
            Wanted wanted,
            @HeaderParam("x-correlator") @DefaultValue("") String correlator,
            @Context SecurityContext security) {
        EventType type = wanted.type();
        if (!Caller.of(security).scopes().contains(type.scope())) {
            throw Refusal.of(403, "this needs the scope " + type.scope());
        }
        Subscription made = subscription(wanted, type, correlator, security);
        subscriptions.add(made);
        return Response.status(Response.Status.CREATED).entity(View.of(made)).build();
    }

    private Subscription subscription(Wanted wanted, EventType type, String correlator, SecurityContext security) {
        WebUser user = users.of(security);
        Detail detail = wanted.config().subscriptionDetail();
        if (registrations.find(detail.registrationId(), user).isEmpty()) {
            throw Refusal.of(403, "SUBSCRIPTION_MISMATCH", "registrationId: is not registered, or no more");
        }
        return new Subscription(
                UUID.randomUUID().toString(),
                user,
                CallAccess.requester(security).name(),
                detail.registrationId(),
                type,
                detail.session(type),
                wanted.sink(correlator, clock.instant()),
                wanted.config().most(),
                clock.instant(),
                wanted.config().expires(clock.instant()));
    }

    /** retrieveNotificationChannelSubscriptionList. */
    @GET
    @Requires("webrtc-events:read")
    public List<View> list(@Context SecurityContext security) {
        return subscriptions.of(users.of(security)).stream().map(View::of).toList();
    }

    /** retrieveNotificationChannelSubscription. */
    @GET
    @Path("{subscriptionId}")
    @Requires("webrtc-events:read")
    public View get(@PathParam("subscriptionId") String id, @Context SecurityContext security) {
        return subscriptions.find(id, users.of(security)).map(View::of).orElseThrow(SubscriptionResource::unknown);
    }

    /** deleteNotificationChannelSubscription. */
    @DELETE
    @Path("{subscriptionId}")
    @Requires("webrtc-events:delete")
    public void remove(@PathParam("subscriptionId") String id, @Context SecurityContext security) {
        if (!subscriptions.remove(id, users.of(security))) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return Refusal.of(404, "no such subscription");
    }

    /** WebrtcSubscriptionDetail. The document's schema has sessionId, its example mediaSessionId: either will do. */
    @JsonInclude(Include.NON_ABSENT)
    record Detail(
            String registrationId,
            Optional<String> deviceId,
            Optional<String> sessionId,
            Optional<String> mediaSessionId) {
        Optional<String> session(EventType type) {
            Optional<String> session = sessionId.or(() -> mediaSessionId);
            if (type == EventType.SESSION_STATUS && session.isEmpty()) {
                throw Refusal.of(422, "MISSING_IDENTIFIER", "sessionId: is required for session-status");
            }
            return session.filter(id -> type == EventType.SESSION_STATUS);
        }
    }

    /** Config; initialEvent is not kept: what is already so is read by the APIs. */
    @JsonInclude(Include.NON_ABSENT)
    record Config(
            Detail subscriptionDetail,
            Optional<String> subscriptionExpireTime,
            Optional<Integer> subscriptionMaxEvents,
            Optional<Boolean> initialEvent) {
        Optional<Integer> most() {
            if (subscriptionMaxEvents.filter(n -> n < 1).isPresent()) {
                throw Refusal.of(400, "OUT_OF_RANGE", "subscriptionMaxEvents: must be at least 1");
            }
            return subscriptionMaxEvents;
        }

        Optional<Instant> expires(Instant now) {
            Optional<Instant> at = subscriptionExpireTime.map(t -> TimeParameter.parse("subscriptionExpireTime", t));
            if (at.filter(time -> !time.isAfter(now)).isPresent()) {
                throw Refusal.of(400, "OUT_OF_RANGE", "subscriptionExpireTime: has passed");
            }
            return at;
        }
    }

    /** SubscriptionRequest. */
    record Wanted(
            String protocol,
            String sink,
            Optional<CredentialBody> sinkCredential,
            List<String> types,
            Config config,
            Optional<Map<String, Object>> protocolSettings) {
        EventType type() {
            if (!protocol.equals("HTTP")) {
                throw Refusal.of(400, "INVALID_PROTOCOL", "protocol: only HTTP is supported");
            } else if (types.size() > 1) {
                throw Refusal.of(422, "MULTIEVENT_SUBSCRIPTION_NOT_SUPPORTED", "types: one at a time");
            } else if (protocolSettings.isPresent()) {
                throw Refusal.of(400, "protocolSettings: headers of a client's own are not sent");
            }
            return types.stream()
                    .findFirst()
                    .flatMap(EventType::parse)
                    .orElseThrow(() -> Refusal.of(400, "types: must name an event that can be subscribed to"));
        }

        Sink sink(String correlator, Instant now) {
            if (sinkCredential
                    .filter(c -> !c.credentialType().equals("ACCESSTOKEN"))
                    .isPresent()) {
                throw Refusal.of(400, "INVALID_CREDENTIAL", "sinkCredential.credentialType: must be ACCESSTOKEN");
            } else if (sinkCredential
                    .filter(c -> !c.accessTokenType().equals(Optional.of("bearer")))
                    .isPresent()) {
                throw Refusal.of(400, "INVALID_TOKEN", "sinkCredential.accessTokenType: must be bearer");
            }
            try {
                return CredentialBody.sink(Optional.of(sink), sinkCredential, correlator, now)
                        .orElseThrow();
            } catch (Refusal refusal) {
                throw refusal.detail().startsWith("sink:")
                        ? Refusal.of(400, "INVALID_SINK", refusal.detail())
                        : refusal;
            }
        }
    }

    /** Subscription, without the credential. */
    @JsonInclude(Include.NON_ABSENT)
    record View(
            String protocol,
            String sink,
            List<String> types,
            Config config,
            String id,
            String startsAt,
            Optional<String> expiresAt,
            String status) {
        static View of(Subscription made) {
            Detail detail = new Detail(made.registration(), Optional.empty(), made.session(), Optional.empty());
            return new View(
                    "HTTP",
                    made.sink().uri().toString(),
                    List.of(made.type().type()),
                    new Config(detail, made.expiresAt().map(View::time), made.most(), Optional.empty()),
                    made.id(),
                    time(made.startsAt()),
                    made.expiresAt().map(View::time),
                    "ACTIVE");
        }

        private static String time(Instant at) {
            return at.truncatedTo(ChronoUnit.MILLIS).toString();
        }
    }
}
