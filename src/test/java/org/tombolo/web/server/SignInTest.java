package org.tombolo.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
    private static final String SESSION = "/api/v1/session";
    private static final String ASSOCIATIONS = "/api/admin/v1/associations";

    @TempDir
    static Path data;

    private static WebServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new WebServer(data, "/tombolo", org.tombolo.web.events.EventStreams::new);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void signInGivesACookieThatScriptsCannotRead() {
        HttpResponse<String> response = server.postJson(SESSION, "{\"name\":\"alice\",\"password\":\"alice-pw\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"name\":\"alice\"", "\"calls:write\"", "\"csrf\":");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .matches("tombolo_session=[A-Za-z0-9_-]{43}; Path=/tombolo; Max-Age=43200; HttpOnly; SameSite=Lax");
    }

    @Test
    void wrongPasswordIs401AndTheSixthAttempt429() {
        String wrong = "{\"name\":\"bob\",\"password\":\"x\"}";
        for (int i = 0; i < 5; i++) {
            assertThat(server.postJson(SESSION, wrong).statusCode()).isEqualTo(401);
        }

        HttpResponse<String> response = server.postJson(SESSION, wrong);
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(290, 300);
    }

    @Test
    void badSignInsAre400() {
        assertThat(server.postJson(SESSION, "{\"name\":\"alice\"}").body()).contains("password: is required");
        assertThat(server.postJson(SESSION, "{\"name\":\"a\",\"password\":\"b\",\"admin\":true}")
                        .body())
                .contains("unknown property: admin");
    }

    @Test
    void sessionIsSeenUntilSignOut() {
        Browser alice = server.signIn("alice");

        assertThat(alice.get(SESSION).body()).contains("\"name\":\"alice\"", alice.csrf());
        assertThat(alice.send(server.request(SESSION).DELETE()).statusCode()).isEqualTo(403);
        assertThat(alice.send(server.request(SESSION, "X-CSRF-Token", alice.csrf())
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(alice.get(SESSION).statusCode()).isEqualTo(401);
        assertThat(server.get(SESSION).statusCode()).isEqualTo(401);
    }

    @Test
    void unsafeMethodWithACookieNeedsItsCsrfToken() {
        Browser admin = server.signIn("admin");
        String body = "{\"ims\":\"tel:+15550001\",\"web\":\"web:alice\",\"service\":\"VIDEO\"}";

        for (String csrf : new String[] {"", "x", server.signIn("admin").csrf()}) {
            HttpResponse<String> response = admin.send(server.request(ASSOCIATIONS, "X-CSRF-Token", csrf)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("X-CSRF-Token");
        }
        assertThat(admin.send(server.request(ASSOCIATIONS, "X-CSRF-Token", admin.csrf())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)))
                        .statusCode())
                .isEqualTo(201);
    }

    /** RFC 6750 3. */
    @Test
    void tokenIsCheckedAndItsScopesToo() {
        HttpResponse<String> none = server.get(ASSOCIATIONS);
        HttpResponse<String> bad = server.get(ASSOCIATIONS, "Authorization", "Bearer x.y.z");
        HttpResponse<String> basic = server.get(ASSOCIATIONS, "Authorization", "Basic YWRtaW46YWRtaW4=");
        HttpResponse<String> poor = server.get(ASSOCIATIONS, WebServer.as("shares:read"));

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(challenge(none)).isEqualTo("Bearer realm=\"tombolo\"");
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(challenge(bad)).contains("invalid_token");
        assertThat(basic.statusCode()).isEqualTo(401);
        assertThat(poor.statusCode()).isEqualTo(403);
        assertThat(challenge(poor)).contains("insufficient_scope", "scope=\"admin\"");
        assertThat(server.get(ASSOCIATIONS, WebServer.as("admin")).statusCode()).isEqualTo(200);
    }

    @Test
    void portalUserIsNoAdministrator() {
        assertThat(server.signIn("alice").get(ASSOCIATIONS).statusCode()).isEqualTo(403);
        assertThat(server.signIn("admin").get(ASSOCIATIONS).statusCode()).isEqualTo(200);
    }

    private static String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("WWW-Authenticate").orElse("");
    }
}
