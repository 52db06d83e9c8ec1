package org.tombolo.web.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.guard.CallGuard;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.ApiClients;
import org.tombolo.identity.TelNumber;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.token.ClientSecret;
import org.tombolo.web.token.Issuer;
import org.tombolo.web.token.Scopes;

/** {@code /api/admin/v1/clients}: the programs that get tokens of the embedded issuer, and its keys. */
@Path("api/admin/v1/clients")
@Produces(MediaType.APPLICATION_JSON)
public final class ClientResource {
    private final ApiClients clients;
    private final Issuer issuer;
    private final CallGuard guard;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * @param guard holds clients to their quotas
     * @param random a secure one
     */
    public ClientResource(ApiClients clients, Issuer issuer, CallGuard guard, RandomGenerator random, Clock clock) {
        this.clients = clients;
        this.issuer = issuer;
        this.guard = guard;
        this.random = random;
        this.clock = clock;
    }

    /** Ordered by id; without secrets. */
    @GET
    @Requires("admin")
    public Page<View> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit) {
        int most = Page.limit(limit);
        return Page.of(clients.list(after, most + 1), most, ApiClient::id).map(this::view);
    }

    /** Registers a client; its secret is shown now and never again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("admin")
    public Response add(Wanted wanted) {
        ApiClient client = wanted.client(
                ClientSecret.fresh("client_", random).substring(0, 24), ClientSecret.fresh("pk_", random), clock);
        String secret = ClientSecret.fresh("secret_", random);
        clients.add(client, ClientSecret.hash(secret));
        return Response.status(Response.Status.CREATED)
                .entity(new Registered(view(client), secret))
                .build();
    }

    /** Gives a client another secret; the one it has is good no more. */
    @POST
    @Path("{id}/secret")
    @Requires("admin")
    public Registered secret(@PathParam("id") String id) {
        ApiClient client = find(id);
        String secret = ClientSecret.fresh("secret_", random);
        clients.setSecretHash(id, ClientSecret.hash(secret));
        return new Registered(view(client), secret);
    }

    /**
     * Lets a client have tokens, or not, those that it has being good until they expire; or sets what it may have, all four parts at once.
     */
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("admin")
    public View change(@PathParam("id") String id, Change change) {
        find(id);
        if (change.enabled().isEmpty() && change.quota().isEmpty()) {
            throw Refusal.of(400, "enabled or quota must be given");
        }
        change.quota().map(QuotaView::parsed).ifPresent(quota -> {
            clients.setQuota(id, quota);
            guard.changed(name(id));
        });
        change.enabled().ifPresent(enabled -> clients.enable(id, enabled));
        return view(find(id));
    }

    private View view(ApiClient client) {
        return View.of(client, guard.use(name(client.id())));
    }

    private static String name(String id) {
        return Requester.client(id, false).name();
    }

    /** Forgets a client. */
    @DELETE
    @Path("{id}")
    @Requires("admin")
    public void remove(@PathParam("id") String id) {
        if (!clients.remove(id)) {
            throw unknown();
        }
    }

    /** Has the embedded issuer sign with a new key; tokens of the former one are good until they expire. */
    @POST
    @Path("keys/rotation")
    @Requires("admin")
    public void rotate() {
        try {
            issuer.rotate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiClient find(String id) {
        return clients.find(id).orElseThrow(ClientResource::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(404, "no such client");
    }

    /** What is to be changed. */
    record Change(Optional<Boolean> enabled, Optional<QuotaView> quota) {}

    /** What a client may have; a part that is not there is as the settings say, 0 is any amount. */
    record QuotaView(
            Optional<Integer> active,
            Optional<Integer> perMinute,
            Optional<Integer> perDay,
            Optional<Integer> minutesPerDay) {
        ApiClient.Quota parsed() {
            try {
                return new ApiClient.Quota(active, perMinute, perDay, minutesPerDay);
            } catch (IllegalArgumentException e) {
                throw Refusal.of(400, "OUT_OF_RANGE", "quota: " + e.getMessage());
            }
        }

        static QuotaView of(ApiClient.Quota quota) {
            return new QuotaView(quota.active(), quota.perMinute(), quota.perDay(), quota.minutesPerDay());
        }

        static QuotaView of(CallGuard.Quotas quotas) {
            return new QuotaView(
                    Optional.of(quotas.active()),
                    Optional.of(quotas.perMinute()),
                    Optional.of(quotas.perDay()),
                    Optional.of(quotas.minutesPerDay()));
        }
    }

    /** What a client has had: calls now, of this minute and day, and minutes of the last 24 hours. */
    record UseView(int active, long minute, long day, long minutes) {}

    /** A client with its secret. */
    record Registered(View client, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return client.toString();
        }
    }

    /** A button. */
    record ButtonView(Optional<String> key, List<String> origins, List<String> callees) {}

    /**
     * A client in the API's words.
     *
     * @param quota what was said of this client
     * @param limits what holds for it
     */
    record View(
            String id,
            String name,
            Optional<String> owner,
            List<String> scopes,
            boolean enabled,
            String createdAt,
            Optional<String> lastUsedAt,
            QuotaView quota,
            QuotaView limits,
            UseView use,
            Optional<ButtonView> button) {
        static View of(ApiClient client, CallGuard.Use use) {
            return new View(
                    client.id(),
                    client.name(),
                    client.owner().map(WebUser::name),
                    List.copyOf(new TreeSet<>(client.scopes())),
                    client.enabled(),
                    client.createdAt().toString(),
                    client.lastUsedAt().map(Instant::toString),
                    QuotaView.of(client.quota()),
                    QuotaView.of(use.quotas()),
                    new UseView(use.active(), use.minute(), use.day(), use.minutes()),
                    client.button()
                            .map(b -> new ButtonView(
                                    Optional.of(b.key()),
                                    List.copyOf(new TreeSet<>(b.origins())),
                                    b.callees().stream()
                                            .map(TelNumber::e164)
                                            .sorted()
                                            .toList())));
        }
    }

    /** What an administrator asks for. */
    record Wanted(String name, Optional<String> owner, List<String> scopes, Optional<ButtonView> button) {
        ApiClient client(String id, String key, Clock clock) {
            Set<String> unknown = new TreeSet<>(scopes);
            unknown.removeAll(Scopes.all());
            if (!unknown.isEmpty()) {
                throw Refusal.of(400, "scopes: there is no " + String.join(" ", unknown));
            }
            try {
                return new ApiClient(
                        id,
                        name,
                        owner.map(WebUser::new),
                        Set.copyOf(scopes),
                        true,
                        clock.instant(),
                        button.map(b -> new ApiClient.Button(key, Set.copyOf(b.origins()), numbers(b.callees()))),
                        ApiClient.Quota.USUAL,
                        Optional.empty());
            } catch (IllegalArgumentException e) {
                throw Refusal.of(400, String.valueOf(e.getMessage()));
            }
        }

        private static Set<TelNumber> numbers(List<String> texts) {
            return texts.stream().map(TelNumber::new).collect(Collectors.toSet());
        }
    }
}
