package org.tombolo.web.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interaction.Parties.Habit;
import org.tombolo.web.camara.CallServer;

/** Our own API of calls, over HTTP. */
class CallsTest {
    private static final String CALLS = "/api/v1/calls";
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

    // ---- create, show, end

    @Test
    void aCallShowsItsLegsWhileItGoesOnAndWhyItEnded() throws Exception {
        JsonNode made = json(post(CALLS, call("+15550001", "+15550002", "")));
        String id = made.path("id").asText();
        JsonNode shown =
                await().until(() -> get(id), c -> c.path("status").asText().equals("connected"));
        assertThat(shown.path("connectedAt").asText()).isNotEmpty();
        assertThat(shown.path("legs").findValuesAsText("id")).containsExactly("caller", "callee");
        assertThat(shown.path("legs").findValuesAsText("state")).containsOnly("answered");
        assertThat(send("DELETE", CALLS + "/" + id, "").statusCode()).isEqualTo(204);
        JsonNode over = get(id);
        assertThat(over.path("detail").asText()).isEqualTo("endedByClient");
        assertThat(over.path("reason").asText()).isEqualTo("hangUp");
        assertThat(over.path("endedAt").asText()).isNotEmpty();
        assertThat(over.has("seconds")).isTrue();
        assertThat(send("DELETE", CALLS + "/" + id, "").statusCode()).isEqualTo(409);
        assertThat(send("DELETE", CALLS + "/call_nobody-0001", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aSipAddressIsAPartyHereAndCamaraDoesNotSeeTheCall() throws Exception {
        String id = json(post(
                        CALLS, call("sip:carol@ims.localhost", "+15550002", ",\"sink\":\"https://sink.example/\"")))
                .path("id")
                .asText();
        await().until(() -> get(id).path("status").asText().equals("connected"));
        assertThat(get(id).path("caller").asText()).isEqualTo("sip:carol@ims.localhost");
        assertThat(server.get(id).statusCode()).isEqualTo(404);
        await().until(() -> server.delivered.size() == 4);
        assertThat(server.delivered)
                .allSatisfy(e -> assertThat(e.json()).contains("\"type\":\"org.tombolo.call.v1.status-changed\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"caller\":\"+15550001\",\"callee\":\"5550002\"} | 422 | callee: must be a number",
                "{\"caller\":\"xmpp:a@b\",\"callee\":\"+15550002\"} | 422 | caller: must be a number",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550001\"} | 422 | same",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550002\",\"ringTimeout\":0} | 400 | ringTimeout: must be 1 to 600",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550002\",\"maxDuration\":90000} | 400 | maxDuration: must be",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550002\",\"at\":\"15:00\"} | 400 | at: must be a time",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550002\",\"at\":\"2020-01-01T00:00:00Z\"} | 422 | at: must be in the future",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550002\",\"at\":\"2999-01-01T00:00:00Z\"} | 422 | at most 90 days",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550002\",\"x\":1} | 400 | unknown property: x",
                "{\"caller\":\"+15550001\",\"callee\":\"+15550002\",\"sink\":\"http://a.example\"} | 400 | sink: must be an https URL",
            })
    void badRequestsAreRefusedByName(String body, int status, String detail) throws Exception {
        HttpResponse<String> response = post(CALLS, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).path("detail").asText()).contains(detail);
    }

    // ---- lists

    @Test
    void theListIsFiltered() throws Exception {
        Instant before = Instant.now();
        String busy =
                json(post(CALLS, call("+15550011", "+15550008", ""))).path("id").asText();
        await().until(() -> get(busy).path("status").asText().equals("disconnected"));
        String ringing =
                json(post(CALLS, call("+15550012", RINGING, ""))).path("id").asText();
        await().until(() -> get(ringing).path("status").asText().equals("callingCallee"));
        assertThat(ids("?status=disconnected&since=" + before)).containsExactly(busy);
        assertThat(ids("?status=disconnected&status=callingCallee&since=" + before))
                .containsExactly(ringing, busy);
        assertThat(ids("?party=%2B15550012")).containsExactly(ringing);
        assertThat(ids("?until=" + before)).doesNotContain(busy, ringing);
        assertThat(server.send(server.request(CALLS + "?status=gone", server.bearer("demo"))
                                .GET()
                                .build())
                        .statusCode())
                .isEqualTo(400);
    }

    private static List<String> ids(String query) throws Exception {
        return json(server.send(server.request(CALLS + query, server.bearer("demo"))
                        .GET()
                        .build()))
                .path("items")
                .findValuesAsText("id");
    }

    @Test
    void recordsComeAsJsonLinesAndCsv() throws Exception {
        String id =
                json(post(CALLS, call("+15550013", "+15550008", ""))).path("id").asText();
        await().until(() -> records("application/json").contains(id));
        assertThat(json(server.send(server.request("/api/v1/cdrs?limit=1", server.bearer("demo"))
                                .GET()
                                .build()))
                        .path("items"))
                .hasSize(1);
        assertThat(records("application/x-ndjson"))
                .contains("{\"callId\":\"" + id + "\"")
                .endsWith("}\n");
        assertThat(records("text/csv")).startsWith("callId,owner").contains(id + ",client:demo,+15550013,+15550008,");
    }

    private static String records(String type) {
        return server.send(server.request("/api/v1/cdrs?limit=500", server.bearer("demo"))
                        .header("Accept", type)
                        .GET()
                        .build())
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "+15550001, +19005550001, callee: this number may not be called",
        "+16665550001, +15550002, caller: this number may not be used for calls",
        "+15550001, sip:112@ims.localhost, callee: this number may not be called",
    })
    void deniedNumbersAreRefused(String caller, String callee, String detail) throws Exception {
        HttpResponse<String> response = post(CALLS, call(caller, callee, ""));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).path("detail").asText()).isEqualTo(detail);
        String id = connected();
        assertThat(post(
                                CALLS + "/" + id + "/transfer",
                                "{\"leg\":\"callee\",\"to\":\"+19005550001\",\"mode\":\"blind\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    // ---- hold, mute, transfer

    @Test
    void aPartyIsHeldAndMuted() throws Exception {
        String id = connected();
        HttpResponse<String> held = send("PATCH", CALLS + "/" + id + "/legs/callee", "{\"held\":true}");
        assertThat(held.statusCode()).as(held.body()).isEqualTo(200);
        assertThat(json(held).path("items").get(1).path("held").asBoolean()).isTrue();
        HttpResponse<String> muted =
                send("PATCH", CALLS + "/" + id + "/legs/callee", "{\"held\":false,\"muted\":true}");
        assertThat(json(muted).path("items").get(1).path("held").asBoolean()).isFalse();
        assertThat(json(muted).path("items").get(1).path("muted").asBoolean()).isTrue();
        assertThat(send("PATCH", CALLS + "/" + id + "/legs/nobody", "{\"held\":true}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("PATCH", CALLS + "/" + id + "/legs/callee", "{}").statusCode())
                .isEqualTo(400);
        server.endAll();
        assertThat(send("PATCH", CALLS + "/" + id + "/legs/callee", "{\"held\":true}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aCallIsTransferred() throws Exception {
        String id = connected();
        HttpResponse<String> begun =
                post(CALLS + "/" + id + "/transfer", "{\"leg\":\"callee\",\"to\":\"+15550003\",\"mode\":\"attended\"}");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        await().until(() ->
                get(id).path("legs").findValuesAsText("state").equals(List.of("answered", "answered", "answered")));
        await().until(() -> post(CALLS + "/" + id + "/transfer/completion", "").statusCode() == 200);
        await().until(() -> get(id).path("legs").findValuesAsText("party").equals(List.of("+15550001", "+15550003")));
        assertThat(send("DELETE", CALLS + "/" + id + "/transfer", "").statusCode())
                .isEqualTo(409);
        assertThat(post(CALLS + "/" + id + "/transfer", "{\"leg\":\"callee\",\"to\":\"+15550003\",\"mode\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private static String connected() throws Exception {
        String id =
                json(post(CALLS, call("+15550001", "+15550002", ""))).path("id").asText();
        await().until(() -> get(id).path("status").asText().equals("connected"));
        return id;
    }

    // ---- once

    @Test
    void aKeyMakesOneCallHoweverOftenItIsSent() throws Exception {
        String body = call("+15550021", RINGING, "");
        HttpResponse<String> first = post(CALLS, body, "key-1");
        HttpResponse<String> again = post(CALLS, body, "\"key-1\"");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(post(CALLS, call("+15550022", RINGING, ""), "key-1").statusCode())
                .isEqualTo(422);
        assertThat(post(CALLS, body, "with blank").statusCode()).isEqualTo(400);
    }

    @Test
    void oneOfManyAtOnceIsCarriedOut() {
        String body = call("+15550023", RINGING, "");
        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(CALLS, body, "key-2")))
                .toList();
        List<Integer> statuses = all.stream().map(f -> f.join().statusCode()).toList();
        assertThat(statuses).contains(201).allMatch(s -> s == 201 || s == 409);
        assertThat(all.stream()
                        .map(f -> f.join().body())
                        .filter(b -> b.contains("\"id\""))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aRefusedRequestFreesItsKey() {
        assertThat(post(CALLS, call("+15550001", "+15550001", ""), "key-3").statusCode())
                .isEqualTo(422);
        assertThat(post(CALLS, call("+15550024", RINGING, ""), "key-3").statusCode())
                .isEqualTo(201);
    }

    // ---- later

    @Test
    void aPlannedCallBeginsAtItsTime() throws Exception {
        String at = Instant.now().plusSeconds(1).toString();
        HttpResponse<String> planned = post(CALLS, call("+15550031", RINGING, ",\"at\":\"" + at + "\""));
        assertThat(planned.statusCode()).as(planned.body()).isEqualTo(202);
        String id = json(planned).path("id").asText();
        JsonNode begun = await().until(() -> planned(id), p -> p.hasNonNull("callId"));
        assertThat(begun.path("state").asText()).isEqualTo("started");
        assertThat(get(begun.path("callId").asText()).path("caller").asText()).isEqualTo("+15550031");
        assertThat(send("DELETE", "/api/v1/scheduled-calls/" + id, "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void aPlannedCallIsTakenBack() throws Exception {
        String at = Instant.now().plusSeconds(3600).toString();
        String id = json(post(CALLS, call("+15550032", RINGING, ",\"at\":\"" + at + "\"")))
                .path("id")
                .asText();
        assertThat(server.send(server.request("/api/v1/scheduled-calls", server.bearer("demo"))
                                .GET()
                                .build())
                        .body())
                .contains(id);
        assertThat(server.send(server.request("/api/v1/scheduled-calls/" + id, server.bearer("another"))
                                .DELETE()
                                .build())
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", "/api/v1/scheduled-calls/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(planned(id).path("state").asText()).isEqualTo("cancelled");
    }

    private static JsonNode planned(String id) throws Exception {
        return json(server.send(server.request("/api/v1/scheduled-calls/" + id, server.bearer("demo"))
                .GET()
                .build()));
    }

    // ---- the document

    @Test
    void theDocumentIsServedToEverybody() {
        HttpResponse<String> document = server.send(HttpRequest.newBuilder(URI.create(server.base() + "/openapi"))
                .GET()
                .build());
        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(document.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(document.body()).contains("openapi: 3.0.3", "/api/v1/calls:");
    }

    // ---- requests

    private static String call(String caller, String callee, String more) {
        return "{\"caller\":\"" + caller + "\",\"callee\":\"" + callee + "\"" + more + "}";
    }

    private static JsonNode get(String id) throws Exception {
        return json(server.send(
                server.request(CALLS + "/" + id, server.bearer("demo")).GET().build()));
    }

    private static HttpResponse<String> post(String path, String body) {
        return send("POST", path, body);
    }

    private static HttpResponse<String> post(String path, String body, String key) {
        return server.send(server.request(path, server.bearer("demo"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        return server.send(server.request(path, server.bearer("demo"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
