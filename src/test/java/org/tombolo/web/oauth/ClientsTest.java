package org.tombolo.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.web.camara.CallServer;

/** Clients that an administrator registers, and the tokens they get, over HTTP. */
class ClientsTest {
    private static final String CLIENTS = "/api/admin/v1/clients";

    @TempDir
    static Path data;

    private static CallServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new CallServer(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Registered(String id, String secret) {}

    private static Registered register() throws Exception {
        HttpResponse<String> made =
                admin("POST", CLIENTS, "{\"name\":\"CRM\",\"scopes\":[\"calls:read\",\"calls:write\"]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode answer = json(made);
        return new Registered(
                answer.path("client").path("id").asText(), answer.path("secret").asText());
    }

    @Test
    void rfc6749_4_4_aClientGetsATokenByBasicOrInTheForm() throws Exception {
        Registered client = register();
        HttpResponse<String> basic = token("grant_type=client_credentials&scope=calls:read", basic(client));
        assertThat(basic.statusCode()).as(basic.body()).isEqualTo(200);
        assertThat(basic.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode answer = json(basic);
        assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.path("scope").asText()).isEqualTo("calls:read");
        assertThat(answer.path("expires_in").asInt()).isEqualTo(3600);
        String bearer = "Bearer " + answer.path("access_token").asText();
        assertThat(get("/api/v1/calls", bearer).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/webhook-secret", bearer).statusCode()).isEqualTo(403);
        HttpResponse<String> form = token(
                "grant_type=client_credentials&client_id=" + client.id() + "&client_secret=" + client.secret(), "");
        assertThat(json(form).path("scope").asText()).isEqualTo("calls:read calls:write");
    }

    @Test
    void rfc6749_5_2_whatIsWrongIsSaidSo() throws Exception {
        Registered client = register();
        assertThat(error(token("grant_type=password", basic(client)))).isEqualTo("400 unsupported_grant_type");
        assertThat(error(token("grant_type=client_credentials&scope=admin", basic(client))))
                .isEqualTo("400 invalid_scope");
        assertThat(error(token("grant_type=client_credentials", ""))).isEqualTo("401 invalid_client");
        assertThat(error(token("grant_type=client_credentials", basic(new Registered(client.id(), "wrong")))))
                .isEqualTo("401 invalid_client");
        assertThat(error(token("grant_type=client_credentials", basic(new Registered("nobody", "")))))
                .isEqualTo("401 invalid_client");
        assertThat(error(token("grant_type=client_credentials", "Basic !"))).isEqualTo("401 invalid_client");
        assertThat(error(token("grant_type=client_credentials&grant_type=client_credentials", basic(client))))
                .isEqualTo("400 invalid_request");
    }

    @Test
    void guessingIsSlowedDown() throws Exception {
        Registered client = new Registered(register().id(), "guess");
        for (int i = 0; i < 30; i++) {
            assertThat(token("grant_type=client_credentials", basic(client)).statusCode())
                    .isEqualTo(401);
        }
        assertThat(token("grant_type=client_credentials", basic(client)).statusCode())
                .isEqualTo(429);
    }

    @Test
    void aClientIsShutOutAndItsSecretReplaced() throws Exception {
        Registered client = register();
        assertThat(admin("PATCH", CLIENTS + "/" + client.id(), "{\"enabled\":false}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(token("grant_type=client_credentials", basic(client)).statusCode())
                .isEqualTo(401);
        admin("PATCH", CLIENTS + "/" + client.id(), "{\"enabled\":true}");
        String fresh = json(admin("POST", CLIENTS + "/" + client.id() + "/secret", ""))
                .path("secret")
                .asText();
        assertThat(token("grant_type=client_credentials", basic(client)).statusCode())
                .isEqualTo(401);
        assertThat(token("grant_type=client_credentials", basic(new Registered(client.id(), fresh)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin("GET", CLIENTS, "").body()).contains(client.id()).doesNotContain(fresh);
        assertThat(admin("DELETE", CLIENTS + "/" + client.id(), "").statusCode())
                .isEqualTo(204);
        assertThat(admin("DELETE", CLIENTS + "/" + client.id(), "").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"\",\"scopes\":[]} | a client's name",
                "{\"name\":\"x\",\"scopes\":[\"fly\"]} | there is no fly",
                "{\"name\":\"x\",\"scopes\":[],\"button\":{\"origins\":[],\"callees\":[\"+15550002\"]}} | at least one origin",
                "{\"name\":\"x\",\"scopes\":[],\"button\":{\"origins\":[\"https://a/b\"],\"callees\":[\"+15550002\"]}} | no origin",
                "{\"name\":\"x\",\"scopes\":[],\"button\":{\"origins\":[\"https://a\"],\"callees\":[\"1\"]}} | not an E.164 number",
            })
    void badClientsAreRefusedByName(String body, String detail) throws Exception {
        HttpResponse<String> response = admin("POST", CLIENTS, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(detail);
    }

    @Test
    void tokensOfAFormerKeyAreGoodAndNewOnesHaveTheNewKey() throws Exception {
        Registered client = register();
        String before = json(token("grant_type=client_credentials", basic(client)))
                .path("access_token")
                .asText();
        assertThat(admin("POST", CLIENTS + "/keys/rotation", "").statusCode()).isEqualTo(204);
        String after = json(token("grant_type=client_credentials", basic(client)))
                .path("access_token")
                .asText();
        String former = SignedJWT.parse(before).getHeader().getKeyID();
        String now = SignedJWT.parse(after).getHeader().getKeyID();
        assertThat(now).isNotEqualTo(former);
        assertThat(get("/api/v1/calls", "Bearer " + before).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/calls", "Bearer " + after).statusCode()).isEqualTo(200);
        JWKSet published = JWKSet.parse(get("/.well-known/jwks.json", "").body());
        assertThat(published.getKeyByKeyId(former)).isNotNull();
        assertThat(published.getKeyByKeyId(now)).isNotNull();
        assertThat(published.getKeys()).noneMatch(k -> k.isPrivate());
    }

    @Test
    void rfc8414_theIssuerIsDiscovered() throws Exception {
        JsonNode document = json(get("/.well-known/openid-configuration", ""));
        assertThat(document.path("issuer").asText()).isEqualTo("http://tombolo.test");
        assertThat(document.path("token_endpoint").asText()).isEqualTo("http://tombolo.test/oauth/token");
        assertThat(json(get("/.well-known/oauth-authorization-server", ""))).isEqualTo(document);
        Registered client = register();
        String token = json(token("grant_type=client_credentials", basic(client)))
                .path("access_token")
                .asText();
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getIssuer()).isEqualTo("http://tombolo.test");
    }

    @Test
    void quotasOfOneClientAreSeenAndChanged() throws Exception {
        Registered client = register();
        String path = CLIENTS + "/" + client.id();
        JsonNode usual = seen(client);
        assertThat(usual.path("limits").path("perDay").asInt(-1)).isZero();
        assertThat(usual.path("quota").path("perDay").isNull()).isTrue();
        assertThat(usual.path("lastUsedAt").isNull()).isTrue();
        String bearer = "Bearer "
                + json(token("grant_type=client_credentials", basic(client)))
                        .path("access_token")
                        .asText();
        assertThat(call(bearer, "+15550201").statusCode()).isEqualTo(201);
        assertThat(admin("PATCH", path, "{\"quota\":{\"perDay\":2,\"active\":0}}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode limited = seen(client);
        assertThat(limited.path("limits").path("perDay").asInt()).isEqualTo(2);
        assertThat(limited.path("use").path("day").asInt()).isEqualTo(1);
        assertThat(limited.path("lastUsedAt").asText()).endsWith("Z");
        assertThat(call(bearer, "+15550202").statusCode()).isEqualTo(201);
        HttpResponse<String> third = call(bearer, "+15550203");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body()).contains("its share of calls");
        assertThat(admin("PATCH", path, "{\"quota\":{}}").statusCode()).isEqualTo(200);
        assertThat(call(bearer, "+15550203").statusCode()).isEqualTo(201);
        assertThat(admin("PATCH", path, "{\"quota\":{\"perDay\":-1}}").statusCode())
                .isEqualTo(400);
        assertThat(admin("PATCH", path, "{}").statusCode()).isEqualTo(400);
        server.endAll();
    }

    private static JsonNode seen(Registered client) throws Exception {
        for (JsonNode item : json(admin("GET", CLIENTS + "?limit=500", "")).path("items")) {
            if (item.path("id").asText().equals(client.id())) {
                return item;
            }
        }
        throw new AssertionError("not listed");
    }

    private static HttpResponse<String> call(String bearer, String callee) {
        return server.send(server.request("/api/v1/calls", bearer)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"caller\":\"+15550002\",\"callee\":\"" + callee + "\"}"))
                .build());
    }

    // ---- requests

    private static String error(HttpResponse<String> response) throws Exception {
        return response.statusCode() + " " + json(response).path("error").asText();
    }

    private static String basic(Registered client) {
        byte[] both = (client.id() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static HttpResponse<String> token(String form, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        return server.send(
                (authorization.isEmpty() ? request : request.header("Authorization", authorization)).build());
    }

    private static HttpResponse<String> get(String path, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + path));
        return server.send(
                (authorization.isEmpty() ? request : request.header("Authorization", authorization)).build());
    }

    private static HttpResponse<String> admin(String method, String path, String body) {
        return server.send(server.request(path, server.bearerOf("admin"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
