package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.peer.Authority;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Sipp;
import org.tombolo.web.token.Issuer;

/** Events of calls at a sink that is reached over https, from the gateway as users run it. Nobody is registered: a caller cannot be reached, and three events tell the whole story. */
class SinkIT {
    private static final String TOKEN = "token-of-the-sink";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static Map<String, String> settings;
    private static HttpsServer sink;
    private static Gateway gateway;
    private static final List<Event> events = new CopyOnWriteArrayList<>();
    private static final List<String> forms = new CopyOnWriteArrayList<>();
    /** The event at whose end the sink hangs for now. */
    private static volatile String stuck = "none";

    private static final CountDownLatch never = new CountDownLatch(1);

    private record Event(String body, Map<String, String> headers) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        String id() {
            return json().path("id").asText();
        }

        /** Of a call, or of a push. */
        String state() {
            JsonNode status = json().path("data").path("status");
            return status.isTextual() ? status.asText() : status.path("state").asText();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Authority authority = new Authority(directory.resolve("ca"));
        sink = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        sink.setHttpsConfigurator(
                new HttpsConfigurator(authority.issue("sink", "localhost").serving()));
        sink.setExecutor(Executors.newCachedThreadPool());
        sink.createContext("/events", SinkIT::take);
        sink.createContext("/token", SinkIT::issue);
        sink.start();
        settings = Map.of(
                "tombolo.sink.allow",
                "localhost",
                "tombolo.sink.ca",
                authority.certificate().toString());
        gateway = Gateway.start(Container.RESTCOMM, directory.resolve("data"), settings);
    }

    @AfterAll
    static void stop() {
        never.countDown();
        gateway.close();
        sink.stop(0);
    }

    @BeforeEach
    void forget() {
        events.clear();
        forms.clear();
    }

    @Test
    void eventsArriveInOrderWithTheSinksTokenAndBothSignatures() throws Exception {
        call("""
                {"credentialType":"ACCESSTOKEN","accessToken":"%s",
                 "accessTokenExpiresUtc":"2099-01-01T00:00:00Z","accessTokenType":"bearer"}
                """.formatted(TOKEN));
        await().until(() -> events.size() == 3);
        assertThat(events).extracting(Event::state).containsExactly("initiating", "callingCaller", "failed");
        assertThat(events.get(2).body()).contains("\"reason\":\"callerFailure\"");
        String secret =
                JSON.readTree(get("/api/v1/webhook-secret")).path("secret").asText();
        ECDSAVerifier key = new ECDSAVerifier(
                JWKSet.parse(get("/.well-known/jwks.json")).getKeys().get(0).toECKey());
        for (Event event : events) {
            assertThat(event.headers()).containsEntry("Authorization", "Bearer " + TOKEN);
            assertThat(event.headers()).containsEntry("Content-type", "application/cloudevents+json");
            assertThat(event.headers().get("Webhook-signature")).isEqualTo(hmac(secret, event));
            JWSObject jws = JWSObject.parse(event.headers().get("X-jws-signature"), new Payload(event.body()));
            assertThat(jws.verify(key)).isTrue();
        }
    }

    @Test
    void aTokenIsAskedForAtTheSinksAuthorizationServer() throws Exception {
        call(
                "{\"credentialType\":\"PRIVATE_KEY_JWT\",\"clientId\":\"operator\",\"tokenUri\":\"https://localhost:%d/token\"}"
                        .formatted(sink.getAddress().getPort()));
        await().until(() -> events.size() == 3);
        assertThat(events).allMatch(e -> e.headers().get("Authorization").equals("Bearer issued-1"));
        assertThat(forms).hasSize(1);
        SignedJWT assertion = SignedJWT.parse(field(forms.get(0), "client_assertion"));
        var keys = JWKSet.parse(get("/.well-known/jwks.json"));
        assertThat(assertion.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(assertion.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo("operator");
    }

    /** What was on its way when the process died goes out again, under the same id, and the final event is one. */
    @Test
    void kill9DuringADeliveryLosesNothing() throws Exception {
        stuck = "callingCaller";
        String id = call("{\"credentialType\":\"ACCESSTOKEN\",\"accessToken\":\"a\","
                + "\"accessTokenExpiresUtc\":\"2099-01-01T00:00:00Z\",\"accessTokenType\":\"bearer\"}");
        await().until(() -> events.size() == 2);
        String push = push();
        await().until(() -> of(push).size() == 2);
        gateway.kill9();
        stuck = "none";
        gateway = Gateway.start(Container.RESTCOMM, directory.resolve("data"), settings);
        await().until(() -> of(id).size() == 4);
        assertThat(of(id)).extracting(Event::id).containsExactly(id + ".1", id + ".2", id + ".2", id + ".3");
        assertThat(of(id)).extracting(Event::state).endsWith("callingCaller", "failed");
        await().until(() -> !get("/api/v1/calls/" + id + "/deliveries").contains("\"waiting\":true"));
        assertThat(of(id)).hasSize(4);
        aPushIsDeliveredAfterAll(push);
    }

    /** What was accepted before the crash reaches the phone that registers after it. */
    private static void aPushIsDeliveredAfterAll(String push) throws Exception {
        CallDriver phones = new CallDriver(gateway, directory.resolve("data"));
        try (Sipp bob = phones.party("bob", "message-uas.xml", Map.of(), 1)) {
            assertThat(bob.await(Duration.ofSeconds(20)).received())
                    .last()
                    .asString()
                    .contains("Your parcel waits", "Content-Type: text/plain");
        }
        await().until(() -> of(push).size() == 3);
        assertThat(of(push)).extracting(Event::state).containsExactly("accepted", "waiting", "delivered");
        assertThat(JSON.readTree(get("/api/v1/pushes/" + push)).path("detail").asText())
                .isEqualTo("sip200");
    }

    private static List<Event> of(String id) {
        return events.stream().filter(event -> event.id().startsWith(id)).toList();
    }

    // ---- the sink

    private static void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().get(0)));
        Event event = new Event(body, headers);
        events.add(event);
        if (event.state().equals(stuck)) {
            hang();
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static void hang() throws IOException {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the sink has hung");
    }

    private static void issue(HttpExchange exchange) throws IOException {
        forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
        byte[] token = ("{\"access_token\":\"issued-" + forms.size()
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":600}")
                .getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, token.length);
        exchange.getResponseBody().write(token);
        exchange.close();
    }

    private static String field(String form, String name) {
        return java.util.Arrays.stream(form.split("&"))
                .filter(f -> f.startsWith(name + "="))
                .map(f -> URLDecoder.decode(f.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    /** As Standard Webhooks' libraries compute it. */
    private static String hmac(String secret, Event event) throws Exception {
        String signed =
                event.headers().get("Webhook-id") + "." + event.headers().get("Webhook-timestamp") + "." + event.body();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    // ---- the gateway

    private static String call(String credential) throws Exception {
        String body = """
                {"caller":{"number":"+15550001"},"callee":{"number":"+15550002"},
                 "sink":"https://localhost:%d/events","sinkCredential":%s}
                """.formatted(sink.getAddress().getPort(), credential);
        HttpResponse<String> response = send(request("/click-to-dial/v0.1/calls")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body()).path("callId").asText();
    }

    private static String push() throws Exception {
        String body = """
                {"from":"+15550001","to":"+15550002","type":"text","text":"Your parcel waits",
                 "sink":"https://localhost:%d/events"}
                """.formatted(sink.getAddress().getPort());
        HttpResponse<String> response = send(request("/api/v1/pushes")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return JSON.readTree(response.body()).path("id").asText();
    }

    private static String get(String path) throws Exception {
        return send(request(path).GET()).body();
    }

    private static HttpRequest.Builder request(String path) throws IOException {
        String token = Issuer.open(directory.resolve("data"), Clock.systemUTC())
                .issue(
                        "demo",
                        Set.of(
                                "click-to-dial:calls:create",
                                "calls:read",
                                "calls:write",
                                "pushes:create",
                                "pushes:read"));
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
