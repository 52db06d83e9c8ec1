package org.tombolo.web.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.interaction.Parties.Habit;
import org.tombolo.gateway.interaction.event.CallEvent;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.web.camara.CallServer;

class DeliveriesTest {
    private static final String SINK = ",\"sink\":\"https://sink.example/events\"";
    private static final SinkClient.Attempt TAKEN = new SinkClient.Attempt(SinkClient.Kind.DELIVERED, "204");

    @TempDir
    static Path data;

    private static CallServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new CallServer(data);
        server.parties.set("+15550008", Habit.BUSY);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void forget() {
        server.answer = TAKEN;
        server.endAll();
        server.delivered.clear();
    }

    @Test
    void eachEventShowsItsAttempts() throws Exception {
        String id = endedCall("demo", SINK);
        await().until(() -> server.delivered.size() == 4);
        await().until(() -> noneWaits(id));
        JsonNode items =
                json(get("/api/v1/calls/" + id + "/deliveries", "demo")).path("items");
        assertThat(items).hasSize(4);
        JsonNode last = items.get(3);
        assertThat(last.path("sequence").asInt()).isEqualTo(4);
        assertThat(last.path("event").path("data").path("status").path("reason").asText())
                .isEqualTo("calleeBusy");
        assertThat(last.path("waiting").asBoolean()).isFalse();
        assertThat(last.path("attempts").get(0).path("outcome").asText()).isEqualTo("delivered");
        assertThat(last.path("attempts").get(0).path("what").asText()).isEqualTo("204");
        JsonNode summary =
                json(get("/api/v1/deliveries?limit=1", "demo")).path("items").get(0);
        assertThat(summary.path("callId").asText()).isEqualTo(id);
        assertThat(summary.path("delivered").asInt()).isEqualTo(4);
        assertThat(summary.path("waiting").asInt()).isZero();
        assertThat(json(get("/api/v1/deliveries", "nobody")).path("items")).isEmpty();
    }

    @Test
    void oneOrAllEventsAreSentAgain() throws Exception {
        server.answer = new SinkClient.Attempt(SinkClient.Kind.REFUSED, "410");
        String id = endedCall("demo", SINK);
        await().until(() -> noneWaits(id));
        server.answer = TAKEN;
        server.delivered.clear();
        assertThat(post("/api/v1/calls/" + id + "/deliveries/4", "demo").statusCode())
                .isEqualTo(202);
        await().until(() -> server.delivered.size() == 1 && noneWaits(id));
        assertThat(post("/api/v1/calls/" + id + "/deliveries", "demo").body()).isEqualTo("{\"resent\":4}");
        await().until(() -> server.delivered.size() == 5);
        assertThat(server.delivered).extracting(CallEvent::sequence).containsExactly(4, 1, 2, 3, 4);
        await().until(() -> noneWaits(id));
        JsonNode attempts = json(get("/api/v1/calls/" + id + "/deliveries", "demo"))
                .path("items")
                .get(3)
                .path("attempts");
        assertThat(attempts.findValuesAsText("outcome")).containsExactly("refused", "delivered", "delivered");
    }

    @Test
    void whatCannotBeSentAgainIsRefused() throws Exception {
        String without = endedCall("demo", "");
        assertThat(post("/api/v1/calls/" + without + "/deliveries", "demo").statusCode())
                .isEqualTo(409);
        assertThat(post("/api/v1/calls/" + without + "/deliveries/9", "demo").statusCode())
                .isEqualTo(404);
        assertThat(post("/api/v1/calls/" + without + "/deliveries", "another").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/calls/" + without + "/deliveries", "another").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aClientThatWasAwayReadsOnFromWhereItWas() throws Exception {
        JsonNode before = json(get("/api/v1/events?limit=500", "reader"));
        endedCall("reader", "");
        endedCall("another", "");
        JsonNode first =
                json(get("/api/v1/events?limit=3&after=" + before.path("next").asText(), "reader"));
        assertThat(first.path("items")).hasSize(3);
        assertThat(first.path("more").asBoolean()).isTrue();
        JsonNode rest = json(get("/api/v1/events?after=" + first.path("next").asText(), "reader"));
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("items").get(0).path("sequence").asText()).isEqualTo("0000000004");
        assertThat(rest.path("more").asBoolean()).isFalse();
        assertThat(json(get("/api/v1/events?after=" + rest.path("next").asText(), "reader"))
                        .path("items"))
                .isEmpty();
        assertThat(get("/api/v1/events?after=x", "reader").statusCode()).isEqualTo(400);
    }

    @Test
    void aClientSeesItsOwnSecretAndRotatesIt() throws Exception {
        String own = json(get("/api/v1/webhook-secret", "demo")).path("secret").asText();
        assertThat(own).startsWith("whsec_");
        assertThat(json(get("/api/v1/webhook-secret", "another")).path("secret").asText())
                .isNotEqualTo(own);
        JsonNode rotated = json(post("/api/v1/webhook-secret/rotation", "demo"));
        assertThat(rotated.path("secret").asText()).isNotEqualTo(own);
        assertThat(rotated.path("formerSignsUntil").asText()).isNotEmpty();
        assertThat(server.send(server.request("/api/v1/webhook-secret", server.bearerOf("calls:read"))
                                .GET()
                                .build())
                        .statusCode())
                .isEqualTo(403);
    }

    private static boolean noneWaits(String id) throws Exception {
        return json(get("/api/v1/calls/" + id + "/deliveries", "demo")).findValues("waiting").stream()
                .noneMatch(JsonNode::asBoolean);
    }

    private static String endedCall(String client, String more) throws Exception {
        String body = "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550008\"}" + more + "}";
        HttpResponse<String> made = server.send(server.request(CallServer.CALLS, server.bearer(client))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = json(made).path("callId").asText();
        await().until(() -> get("/api/v1/calls/" + id, client).body().contains("calleeBusy"));
        return id;
    }

    private static HttpResponse<String> get(String path, String client) {
        return server.send(server.request(path, server.bearer(client)).GET().build());
    }

    private static HttpResponse<String> post(String path, String client) {
        return server.send(server.request(path, server.bearer(client))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
