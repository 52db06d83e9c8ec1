package org.tombolo.web.button;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.gateway.interaction.CallRequest;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.CreateResult;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.ApiClients;
import org.tombolo.identity.TelNumber;
import org.tombolo.web.Caller;
import org.tombolo.web.Links;
import org.tombolo.web.Open;
import org.tombolo.web.Refusal;
import org.tombolo.web.calls.CallAccess;
import org.tombolo.web.session.Attempts;

/** {@code /api/v1/button}: calls that visitors of others' pages start. Whoever reads the page has the key, so it opens no more than its button says. */
@Path("api/v1/button")
@Produces(MediaType.APPLICATION_JSON)
public final class ButtonResource {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ApiClients clients;
    private final ClickToDial calls;
    private final Links links;
    private final Clock clock;
    private final ProofOfWork work;
    private final Attempts ofAddress;
    private final Attempts ofNumber;
    private final Attempts ofKey;

    /**
     * How many calls an hour.
     *
     * @param address from one address; a proxy has one for everybody behind it
     * @param number to one visitor's number
     * @param key by one key
     */
    public record Limits(int address, int number, int key) {
        /** For a page with many visitors and no bad ones. */
        public static Limits usual() {
            return new Limits(30, 5, 1000);
        }
    }

    /** @param random a secure one */
    public ButtonResource(
            ApiClients clients, ClickToDial calls, Links links, Limits limits, RandomGenerator random, Clock clock) {
        this.clients = clients;
        this.calls = calls;
        this.links = links;
        this.clock = clock;
        this.work = new ProofOfWork(random, clock);
        this.ofAddress = new Attempts(limits.address(), HOUR, clock);
        this.ofNumber = new Attempts(limits.number(), HOUR, clock);
        this.ofKey = new Attempts(limits.key(), HOUR, clock);
    }

    /** Some work to do before a call. */
    @GET
    @Path("challenge")
    @Open
    public Challenge challenge(
            @QueryParam("key") @DefaultValue("") String key, @HeaderParam("Origin") @DefaultValue("") String origin) {
        client(key, origin);
        return new Challenge(work.challenge(key), ProofOfWork.BITS);
    }

    /** Calls the visitor, then the one whom the page names. */
    @POST
    @Path("calls")
    @Consumes(MediaType.APPLICATION_JSON)
    @Open
    public Response call(
            Wanted wanted,
            @HeaderParam("Origin") @DefaultValue("") String origin,
            @Context HttpServletRequest request) {
        ApiClient client = client(wanted.key(), origin);
        TelNumber visitor = number("caller", wanted.caller());
        TelNumber callee = number("callee", wanted.callee());
        if (client.button().filter(b -> b.callees().contains(callee)).isEmpty()) {
            throw Refusal.of(403, "callee: this button does not call this number");
        }
        if (!work.done(wanted.key(), wanted.challenge(), wanted.solution())) {
            throw Refusal.of(403, "solution: the challenge is old, used or not solved");
        }
        limit(ofAddress.add(request.getRemoteAddr()));
        limit(ofNumber.add(visitor.e164()));
        limit(ofKey.add(wanted.key()));
        clients.used(client.id(), clock.instant());
        return begin(
                client,
                new CallRequest(visitor, callee, Optional.empty(), false, Requester.client(client.id(), false)));
    }

    private Response begin(ApiClient client, CallRequest request) {
        CreateResult result = calls.create(request);
        if (!(result instanceof CreateResult.Created created)) {
            throw CallAccess.refusal(((CreateResult.Refused) result).why());
        }
        String id = created.call().id().text();
        Caller caller = new Caller(client.id(), Optional.empty(), Set.of());
        String events = links.to(caller, "/api/v1/calls/" + id + "/events", links.expiry());
        return Response.status(Response.Status.CREATED)
                .entity(new Begun(id, events))
                .build();
    }

    // RFC 6454: an origin is compared as a whole; a page on another one has no use for the key.
    private ApiClient client(String key, String origin) {
        ApiClient client =
                clients.byKey(key).filter(ApiClient::enabled).orElseThrow(() -> Refusal.of(403, "key: is not known"));
        if (client.button().filter(b -> b.origins().contains(origin)).isEmpty()) {
            throw Refusal.of(403, "key: may not be used by pages of " + (origin.isEmpty() ? "no origin" : origin));
        }
        return client;
    }

    private static TelNumber number(String name, String text) {
        return TelNumber.parse(text).orElseThrow(() -> Refusal.of(422, name + ": must be a number such as +15550001"));
    }

    private static void limit(Optional<Duration> wait) {
        wait.ifPresent(w -> {
            throw Refusal.of(429, "too many calls from here; try again later")
                    .with("Retry-After", Long.toString(Math.max(1, w.toSeconds())));
        });
    }

    /** Work to do: a number whose SHA-256 after {@code challenge:} begins with so many zero bits. */
    record Challenge(String challenge, int bits) {}

    /** What a page asks for. */
    record Wanted(String key, String caller, String callee, String challenge, String solution) {}

    /** A call, and where its events are for an hour. */
    record Begun(String id, String events) {}
}
