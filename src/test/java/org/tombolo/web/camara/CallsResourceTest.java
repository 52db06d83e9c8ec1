package org.tombolo.web.camara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interaction.Parties.Habit;
import org.tombolo.gateway.interaction.event.CallEvent;

class CallsResourceTest {
    private static final Pattern ID = Pattern.compile("\"callId\":\"([^\"]+)\"");
    private static final String RINGING = "+15550009";

    @TempDir
    static Path data;

    private static CallServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new CallServer(data);
        server.parties.set(RINGING, Habit.RINGS);
        server.parties.set("+15550008", Habit.BUSY);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void endAll() {
        server.endAll();
        server.delivered.clear();
    }

    // ---- create, get, end

    @Test
    void aCallIsCreatedShownAndEnded() {
        HttpResponse<String> created = server.post(pair("+15550001", "+15550002"));
        assertThat(created.statusCode()).isEqualTo(201);
        String id = id(created);
        awaitStatus(id, "connected");
        assertThat(server.delete(id).statusCode()).isEqualTo(204);
        assertThat(server.get(id).body()).contains("\"status\":\"disconnected\"");
        assertThat(server.delete(id).statusCode()).isEqualTo(409);
    }

    @Test
    void aBusyCalleeEndsIt() {
        String id = id(server.post(pair("+15550001", "+15550008")));
        awaitStatus(id, "disconnected");
    }

    @Test
    void aSecondCallOfThePairIs409() {
        assertThat(server.post(pair("+15550001", RINGING)).statusCode()).isEqualTo(201);
        HttpResponse<String> second = server.post(pair("+15550001", RINGING));
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("ALREADY_EXISTS");
    }

    @Test
    void tooManyCallsAre429() {
        for (int i = 0; i < CallServer.MOST; i++) {
            assertThat(server.post(pair("+1555010" + i, RINGING)).statusCode()).isEqualTo(201);
        }
        HttpResponse<String> more = server.post(pair("+15550200", RINGING));
        assertThat(more.statusCode()).isEqualTo(429);
        assertThat(more.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void beforeSipIsReadyACallIs503() {
        server.ready = false;
        HttpResponse<String> response;
        try {
            response = server.post(pair("+15550001", RINGING));
        } finally {
            server.ready = true;
        }
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("calls are not taken yet: SIP is not ready");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550001\"}} | 422 | SAME_CALLER_CALLEE",
                "{\"caller\":{\"number\":\"15550001\"},\"callee\":{\"number\":\"+15550002\"}} | 422 | INVALID_PHONE_NUMBER",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+01555\"}} | 422 | INVALID_PHONE_NUMBER",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},\"recordingEnabled\":true} | 422 | RECORDING_NOT_SUPPORTED",
                "{\"caller\":{\"number\":\"+15550001\"}} | 400 | INVALID_ARGUMENT",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\",\"name\":\"Bob\"}} | 400 | INVALID_ARGUMENT",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},\"x\":1} | 400 | INVALID_ARGUMENT",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},\"sink\":\"http://example.com/\"} | 400 | INVALID_ARGUMENT",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},\"sink\":\"https://a@example.com/\"} | 400 | INVALID_ARGUMENT",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},\"sink\":\"not a url\"} | 400 | INVALID_ARGUMENT",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},\"sinkCredential\":{\"credentialType\":\"ACCESSTOKEN\"}} | 400 | INVALID_ARGUMENT",
                "[] | 400 | INVALID_ARGUMENT",
            })
    void badRequestsAreRefusedByName(String body, int status, String code) {
        HttpResponse<String> response = server.post(body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"credentialType\":\"PRIVATE_KEY_JWT\",\"tokenUri\":\"https://a.example/\" | clientId: is required",
                "\"credentialType\":\"PRIVATE_KEY_JWT\",\"clientId\":\"a\" | tokenUri: is required",
                "\"credentialType\":\"PRIVATE_KEY_JWT\",\"clientId\":\"a\",\"tokenUri\":\"http://a.example/\" | must be an https URL",
                "\"credentialType\":\"PRIVATE_KEY_JWT\",\"clientId\":\"a\",\"tokenUri\":\"https://a.example/\",\"jwksUri\":\"https://a.example/\" | read-only",
                "\"credentialType\":\"PRIVATE_KEY_JWT\",\"clientId\":\"a\",\"tokenUri\":\"https://a.example/\",\"accessToken\":\"a\" | does not belong",
                "\"credentialType\":\"ACCESSTOKEN\",\"clientId\":\"a\" | do not belong to ACCESSTOKEN",
                "\"credentialType\":\"PLAIN\" | must be ACCESSTOKEN or PRIVATE_KEY_JWT",
                "\"credentialType\":\"ACCESSTOKEN\",\"accessTokenType\":\"bearer\",\"accessTokenExpiresUtc\":\"2099-01-01T00:00:00Z\" | accessToken: is required",
                "\"credentialType\":\"ACCESSTOKEN\",\"accessToken\":\"a b\",\"accessTokenType\":\"bearer\",\"accessTokenExpiresUtc\":\"2099-01-01T00:00:00Z\" | accessToken: an access token",
                "\"credentialType\":\"ACCESSTOKEN\",\"accessToken\":\"a\",\"accessTokenType\":\"bearer\",\"accessTokenExpiresUtc\":\"2019-01-01T00:00:00Z\" | has expired",
                "\"credentialType\":\"ACCESSTOKEN\",\"accessToken\":\"a\",\"accessTokenType\":\"bearer\",\"accessTokenExpiresUtc\":\"tomorrow\" | RFC 3339",
                "\"credentialType\":\"ACCESSTOKEN\",\"accessToken\":\"a\",\"accessTokenType\":\"mac\",\"accessTokenExpiresUtc\":\"2099-01-01T00:00:00Z\" | must be bearer",
            })
    void badCredentialsAreRefusedByName(String credential, String message) {
        HttpResponse<String> response = server.post(withSink(credential));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(message);
    }

    @Test
    void callsOfOthersAndUnknownOnesAre404() {
        String id = id(server.post(pair("+15550001", RINGING)));
        HttpRequest.Builder foreign = server.request(CallServer.CALLS + "/" + id, server.bearer("another"));
        assertThat(server.exchange(foreign.GET(), "/calls/{callId}").statusCode())
                .isEqualTo(404);
        assertThat(server.exchange(foreign.DELETE(), "/calls/{callId}").statusCode())
                .isEqualTo(404);
        assertThat(server.get("call_unknown-0001").statusCode()).isEqualTo(404);
        assertThat(server.get("else").statusCode()).isEqualTo(404);
        assertThat(server.get("a%20b").statusCode()).isEqualTo(400);
    }

    @Test
    void thereIsNoRecording() {
        String id = id(server.post(pair("+15550001", RINGING)));
        HttpRequest.Builder request = server.request(CallServer.CALLS + "/" + id + "/recording", server.bearer("demo"))
                .GET();
        assertThat(server.exchange(request, "/calls/{callId}/recording").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aTokenIsNeededAndItsScope() {
        HttpRequest.Builder bare = HttpRequest.newBuilder(URI.create(server.base() + CallServer.CALLS))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(pair("+15550001", RINGING)));
        assertThat(server.exchange(bare, "/calls").statusCode()).isEqualTo(401);
        HttpRequest.Builder wrong = server.request(CallServer.CALLS, server.bearerOf("click-to-dial:calls:read"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(pair("+15550001", RINGING)));
        assertThat(server.exchange(wrong, "/calls").statusCode()).isEqualTo(403);
    }

    @Test
    void aPortalUserCallsOnlyFromHerOwnNumber() {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        Matcher csrf = Pattern.compile("\"csrf\":\"([^\"]+)\"")
                .matcher(CallServer.send(
                                browser,
                                json("/api/v1/session", "{\"name\":\"alice\",\"password\":\"alice-pw\"}")
                                        .build())
                        .body());
        assertThat(csrf.find()).isTrue();
        HttpRequest foreign = json(CallServer.CALLS, pair("+15550002", RINGING))
                .header("X-CSRF-Token", csrf.group(1))
                .build();
        HttpResponse<String> refused = CallServer.send(browser, foreign);
        server.yaml.assertResponse("post", "/calls", refused.statusCode(), refused.body());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("INVALID_TOKEN_CONTEXT");
        HttpRequest own = json(CallServer.CALLS, pair("+15550001", RINGING))
                .header("X-CSRF-Token", csrf.group(1))
                .build();
        assertThat(CallServer.send(browser, own).statusCode()).isEqualTo(201);
    }

    // ---- events

    @Test
    void eventsReachTheSinkInOrderAndInCamarasForm() {
        String id = id(server.post(withSink("\"credentialType\":\"ACCESSTOKEN\",\"accessToken\":\"secret.token\","
                + "\"accessTokenType\":\"bearer\",\"accessTokenExpiresUtc\":\"2099-01-01T00:00:00Z\"")));
        awaitStatus(id, "connected");
        server.parties.hangUp("+15550002");
        await().until(() -> server.delivered.size() == 5);
        server.delivered.forEach(e -> server.yaml.assertEvent(e.json()));
        assertThat(server.delivered).extracting(CallEvent::sequence).containsExactly(1, 2, 3, 4, 5);
        assertThat(server.delivered.get(4).json())
                .contains("\"state\":\"disconnected\",\"reason\":\"hangUp\"")
                .contains("\"callDuration\":\"0\"")
                .contains("\"sequence\":\"0000000005\"");
        assertThat(server.sinks.get(0).credential()).get().asString().doesNotContain("secret");
    }

    @Test
    void theStreamReplaysFollowsAndEndsWithTheFinalEvent() {
        String id = id(server.post(pair("+15550001", "+15550002")));
        awaitStatus(id, "connected");
        var stream = java.util.concurrent.CompletableFuture.supplyAsync(() -> events(id, "1"));
        await().until(() -> server.followers() == 1);
        server.parties.hangUp("+15550001");
        String body = stream.join();
        assertThat(body).doesNotContain("id: 1\n").contains("id: 2\n", "id: 3\n", "id: 4\n", "id: 5\n");
        assertThat(body).contains("event: status").contains("\"reason\":\"hangUp\"");
        assertThat(server.followers()).isZero();
        assertThat(events(id, "4")).contains("id: 5\n").doesNotContain("id: 4\n");
        assertThat(events(id, "5")).doesNotContain("id:");
        assertThat(server.send(server.request("/api/v1/calls/" + id + "/events?lastEventId=4", server.bearer("demo"))
                                .GET()
                                .build())
                        .body())
                .contains("id: 5\n")
                .doesNotContain("id: 4\n");
    }

    @Test
    void aSignedLinkOpensTheEventsOfItsCallAndNothingElse() {
        String id = id(server.post(pair("+15550001", "+15550008")));
        awaitStatus(id, "disconnected");
        String other = id(server.post(pair("+15550001", "+15550008")));
        awaitStatus(other, "disconnected");
        HttpResponse<String> made = link(id, "demo");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body())
                .startsWith("{\"events\":\"http://tombolo.test/api/v1/calls/" + id + "/events?t=")
                .contains("\"expiresAt\":\"");
        String path = made.body().replaceAll(".*tombolo.test([^\"]*)\".*", "$1");
        assertThat(open(path).body()).contains("id: 1\n", "calleeBusy");
        assertThat(open(path.replace(id, other)).statusCode()).isEqualTo(401);
        assertThat(open(path.replace("/events", "")).statusCode()).isEqualTo(401);
        assertThat(link(id, "another").statusCode()).isEqualTo(404);
    }

    @Test
    void aPortalUsersLinkOpensHerCall() {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        String csrf = CallServer.send(
                        browser,
                        json("/api/v1/session", "{\"name\":\"alice\",\"password\":\"alice-pw\"}")
                                .build())
                .body()
                .replaceAll(".*\"csrf\":\"([^\"]+)\".*", "$1");
        String id = id(CallServer.send(
                browser,
                json(CallServer.CALLS, pair("+15550001", "+15550008"))
                        .header("X-CSRF-Token", csrf)
                        .build()));
        String path = CallServer.send(
                        browser,
                        json("/api/v1/calls/" + id + "/links", "")
                                .header("X-CSRF-Token", csrf)
                                .build())
                .body()
                .replaceAll(".*tombolo.test([^\"]*)\".*", "$1");
        assertThat(open(path).body()).contains("calleeBusy");
    }

    private static HttpResponse<String> link(String id, String client) {
        return server.send(server.request("/api/v1/calls/" + id + "/links", server.bearer(client))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** Without any header. */
    private static HttpResponse<String> open(String path) {
        return server.send(
                HttpRequest.newBuilder(URI.create(server.base() + path)).build());
    }

    @Test
    void theListShowsTheNewestFirstByPages() {
        String older = id(server.post(pair("+15550001", "+15550008")));
        awaitStatus(older, "disconnected");
        String newer = id(server.post(pair("+15550003", RINGING)));
        HttpResponse<String> page = list("?limit=1");
        assertThat(page.body()).contains(newer).doesNotContain(older).contains("\"next\":\"" + newer + "\"");
        assertThat(list("?limit=1&after=" + newer).body()).contains(older).contains("calleeBusy");
        assertThat(list("?limit=0").statusCode()).isEqualTo(400);
        assertThat(list("?after=x").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> list(String query) {
        return server.send(server.request("/api/v1/calls" + query, server.bearer("demo"))
                .GET()
                .build());
    }

    private static String events(String id, String last) {
        return server.send(server.request("/api/v1/calls/" + id + "/events", server.bearer("demo"))
                        .header("Last-Event-ID", last)
                        .GET()
                        .build())
                .body();
    }

    private static HttpRequest.Builder json(String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.base() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static void awaitStatus(String id, String status) {
        await().until(() -> server.get(id).body().contains("\"status\":\"" + status + "\""));
    }

    private static String id(HttpResponse<String> response) {
        Matcher matcher = ID.matcher(response.body());
        assertThat(matcher.find()).as(response.body()).isTrue();
        return matcher.group(1);
    }

    private static String pair(String caller, String callee) {
        return "{\"caller\":{\"number\":\"" + caller + "\"},\"callee\":{\"number\":\"" + callee + "\"}}";
    }

    private static String withSink(String credential) {
        return "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},"
                + "\"sink\":\"https://sink.example/events?a=1\",\"sinkCredential\":{" + credential + "}}";
    }
}
