package org.tombolo.web.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.web.camara.CallServer;

/** What a publishable key opens, over HTTP. Calls of one address are limited to four in {@link CallServer}. */
class ButtonTest {
    private static final String SHOP = "https://shop.example";

    @TempDir
    static Path data;

    private static CallServer server;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        server = new CallServer(data);
        String body = "{\"name\":\"Shop\",\"scopes\":[],\"button\":{\"origins\":[\"" + SHOP
                + "\"],\"callees\":[\"+15550002\"]}}";
        key = json(server.send(server.request("/api/admin/v1/clients", server.bearerOf("admin"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build()))
                .at("/client/button/key")
                .asText();
        assertThat(key).startsWith("pk_");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void endAll() {
        server.endAll();
    }

    @Test
    void aVisitorCallsAndFollowsTheCallUntilTheLimitIsReached() throws Exception {
        String challenge = challenge(SHOP, key).path("challenge").asText();
        String solution = solve(challenge);
        HttpResponse<String> begun = call(SHOP, "+15550001", "+15550002", challenge, solution);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        assertThat(begun.headers().firstValue("Access-Control-Allow-Origin")).contains(SHOP);
        String events = json(begun).path("events").asText();
        server.endAll();
        HttpResponse<String> stream = server.send(HttpRequest.newBuilder(URI.create(events))
                .header("Origin", SHOP)
                .build());
        assertThat(stream.body()).contains("event: status");
        assertThat(stream.headers().firstValue("Access-Control-Allow-Origin")).contains(SHOP);
        // A challenge passes once.
        assertThat(call(SHOP, "+15550001", "+15550002", challenge, solution).statusCode())
                .isEqualTo(403);
        int answered = 201;
        for (int i = 0; i < 4 && answered == 201; i++) {
            String next = challenge(SHOP, key).path("challenge").asText();
            answered =
                    call(SHOP, "+1555001" + i, "+15550002", next, solve(next)).statusCode();
            server.endAll();
        }
        assertThat(answered).isEqualTo(429);
    }

    @Test
    void anotherOriginOrKeyOpensNothing() throws Exception {
        assertThat(send("https://evil.example", "/api/v1/button/challenge?key=" + key)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(SHOP, "/api/v1/button/challenge?key=pk_unknown").statusCode())
                .isEqualTo(403);
        assertThat(server.send(HttpRequest.newBuilder(URI.create(server.base() + "/api/v1/button/challenge?key=" + key))
                                .build())
                        .body())
                .contains("may not be used by pages of no origin");
    }

    @Test
    void itCallsWhomItMayAndOnlyAfterTheWork() throws Exception {
        String challenge = challenge(SHOP, key).path("challenge").asText();
        assertThat(call(SHOP, "+15550001", "+15550003", challenge, solve(challenge))
                        .body())
                .contains("does not call this number");
        assertThat(call(SHOP, "+15550001", "+15550002", challenge, "nonsense").statusCode())
                .isEqualTo(403);
        assertThat(call(SHOP, "+15550001", "+15550002", challenge.replaceAll(".$", "A") + "x", "1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call(SHOP, "123", "+15550002", challenge, solve(challenge)).statusCode())
                .isEqualTo(422);
    }

    @Test
    void onlyTheButtonAnswersOtherOrigins() throws Exception {
        HttpResponse<String> preflight =
                server.send(HttpRequest.newBuilder(URI.create(server.base() + "/api/v1/button/calls"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", SHOP)
                        .header("Access-Control-Request-Method", "POST")
                        .build());
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("Content-Type");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(send(SHOP, "/api/v1/calls").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
        HttpResponse<String> script = send(SHOP, "/button.js");
        assertThat(script.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(script.headers().firstValue("Cross-Origin-Resource-Policy")).contains("cross-origin");
    }

    private static JsonNode challenge(String origin, String by) throws Exception {
        return json(send(origin, "/api/v1/button/challenge?key=" + by));
    }

    private static HttpResponse<String> send(String origin, String path) {
        return server.send(HttpRequest.newBuilder(URI.create(server.base() + path))
                .header("Origin", origin)
                .build());
    }

    private static HttpResponse<String> call(
            String origin, String caller, String callee, String challenge, String solution) {
        String body = "{\"key\":\"" + key + "\",\"caller\":\"" + caller + "\",\"callee\":\"" + callee
                + "\",\"challenge\":\"" + challenge + "\",\"solution\":\"" + solution + "\"}";
        return server.send(HttpRequest.newBuilder(URI.create(server.base() + "/api/v1/button/calls"))
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** As the script does it. */
    private static String solve(String challenge) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (int i = 0; ; i++) {
            byte[] hash = sha.digest((challenge + ":" + i).getBytes(StandardCharsets.US_ASCII));
            if (hash[0] == 0 && (hash[1] & 0xfc) == 0) {
                return Integer.toString(i);
            }
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
