package org.tombolo.web.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.ApiClients;
import org.tombolo.web.Open;
import org.tombolo.web.session.Attempts;
import org.tombolo.web.token.ClientSecret;
import org.tombolo.web.token.Issuer;

/** {@code /oauth/token}: the client credentials grant (RFC 6749 4.4) for registered clients, authenticated by Basic or in the form (2.3.1). */
@Path("oauth/token")
@Produces(MediaType.APPLICATION_JSON)
public final class TokenResource {
    private static final int TRIES = 30;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Issuer issuer;
    private final ApiClients clients;
    private final Attempts failures;

    public TokenResource(Issuer issuer, ApiClients clients, Clock clock) {
        this.issuer = issuer;
        this.clients = clients;
        this.failures = new Attempts(TRIES, WINDOW, clock);
    }

    /** A token. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Open
    public Response token(
            MultivaluedMap<String, String> form,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @DefaultValue("") String authorization) {
        // RFC 6749 3.2: a parameter is not given twice.
        if (form.values().stream().anyMatch(v -> v.size() > 1)) {
            return error(400, "invalid_request", "a parameter is given twice");
        }
        if (!"client_credentials".equals(form.getFirst("grant_type"))) {
            return error(400, "unsupported_grant_type", "grant_type must be client_credentials");
        }
        Optional<Credentials> credentials = Credentials.of(authorization, form);
        if (credentials.isEmpty()) {
            return error(401, "invalid_client", "send client id and secret by HTTP Basic or in the form");
        }
        return authenticated(
                credentials.get(), Optional.ofNullable(form.getFirst("scope")).orElse(""));
    }

    private Response authenticated(Credentials credentials, String scope) {
        Optional<ApiClient> client = clients.find(credentials.id()).filter(ApiClient::enabled);
        String hash = clients.secretHash(credentials.id()).orElse(ClientSecret.hash(""));
        if (!ClientSecret.matches(credentials.secret(), hash) || client.isEmpty()) {
            Optional<Duration> wait = failures.add(credentials.id());
            return wait.isPresent()
                    ? error(429, "invalid_client", "too many attempts; try again later")
                    : error(401, "invalid_client", "unknown client or wrong secret");
        }
        return granted(client.get(), scope);
    }

    // RFC 6749 3.3: without a scope the client gets all that it may have; a scope that it may not have is an error.
    private Response granted(ApiClient client, String scope) {
        Set<String> asked =
                Arrays.stream(scope.split(" ")).filter(s -> !s.isEmpty()).collect(Collectors.toSet());
        if (!client.scopes().containsAll(asked)) {
            return error(
                    400, "invalid_scope", "the client may have: " + String.join(" ", new TreeSet<>(client.scopes())));
        }
        Set<String> granted = asked.isEmpty() ? client.scopes() : asked;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", issuer.issue(client.id(), granted));
        answer.put("token_type", "Bearer");
        answer.put("expires_in", Issuer.LIFETIME.toSeconds());
        answer.put("scope", String.join(" ", new TreeSet<>(granted)));
        return Response.ok(answer).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    // RFC 6749 5.2
    private static Response error(int status, String error, String description) {
        Response.ResponseBuilder answer =
                Response.status(status).entity(Map.of("error", error, "error_description", description));
        if (status == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"tombolo\"");
        }
        return answer.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    /** Who a client says it is. */
    private record Credentials(String id, String secret) {
        static Optional<Credentials> of(String authorization, MultivaluedMap<String, String> form) {
            if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
                return basic(authorization.substring(6).trim());
            }
            String id = form.getFirst("client_id");
            String secret = form.getFirst("client_secret");
            return id == null || secret == null ? Optional.empty() : Optional.of(new Credentials(id, secret));
        }

        // RFC 6749 2.3.1: both are form-encoded before they are joined; ours have no character that this would change.
        private static Optional<Credentials> basic(String encoded) {
            try {
                String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
                List<String> parts = List.of(text.split(":", 2));
                return parts.size() < 2 ? Optional.empty() : Optional.of(new Credentials(parts.get(0), parts.get(1)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return id;
        }
    }
}
