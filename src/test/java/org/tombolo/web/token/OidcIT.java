package org.tombolo.web.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.OidcProvider;

/** A gateway whose tokens come from an OpenID Connect provider that is not ours. */
class OidcIT {
    private static final String AUDIENCE = "urn:tombolo";

    @TempDir
    static Path data;

    private static OidcProvider provider;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        provider = OidcProvider.started();
        gateway = Gateway.start(
                Container.RESTCOMM,
                data,
                Map.of("tombolo.oidc.issuer", provider.issuer(), "tombolo.oidc.audience", AUDIENCE));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void aTokenOfTheProviderOpensWhatItsScopeSays() throws Exception {
        String token = provider.token("calls:read", AUDIENCE);
        assertThat(list(token)).isEqualTo(200);
        assertThat(post("/api/v1/calls", "Bearer " + token, "application/json", "{\"caller\":\"+15550001\"}"))
                .isEqualTo(403);
    }

    @Test
    void aTokenForAnotherAudienceOpensNothing() throws Exception {
        assertThat(list(provider.token("calls:read", "urn:somebody-else"))).isEqualTo(401);
    }

    @Test
    void theEmbeddedIssuerIsOff() throws Exception {
        assertThat(post("/oauth/token", "", "application/x-www-form-urlencoded", "grant_type=client_credentials"))
                .isEqualTo(404);
    }

    @Test
    void keysAreKeptWhileTheProviderIsAwayAndFetchedAgainWhenItHasOthers() throws Exception {
        String former = provider.token("calls:read", AUDIENCE);
        assertThat(list(former)).isEqualTo(200);
        provider.stop();
        assertThat(list(former)).isEqualTo(200);
        provider.start();
        assertThat(list(provider.token("calls:read", AUDIENCE))).isEqualTo(200);
        assertThat(list(former)).as("signed by a key that is gone").isEqualTo(401);
    }

    private static int list(String token) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/calls"))
                .header("Authorization", "Bearer " + token));
    }

    private static int post(String path, String authorization, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        return send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
