package org.tombolo.web.oma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interaction.Parties.Habit;
import org.tombolo.web.camara.CallServer;

/** OMA's third party call over HTTP, with parties that behave by themselves. */
class CallSessionsTest {
    private static final String SESSIONS = "/thirdpartycall/v1/callSessions";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
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
    }

    private static HttpResponse<String> send(String method, String url, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url.startsWith("/") ? server.base() + url : url))
                .header("Authorization", server.bearer("demo"))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return server.send(request.build());
    }

    private static HttpResponse<String> post(String body) {
        return send("POST", SESSIONS, JSON, body);
    }

    private static String session(String first, String second) {
        return "{\"callSessionInformation\":{\"participant\":[{\"participantAddress\":\"" + first
                + "\",\"participantName\":\"Max Muster\"},{\"participantAddress\":\"" + second + "\"}]}}";
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static JsonNode get(String url) {
        HttpResponse<String> response = send("GET", url, "", "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    /** A session whose two are connected. */
    private static String connected() {
        String url = post(session("tel:+15550001", "tel:+15550002"))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        awaitStatus(url, "CallParticipantConnected CallParticipantConnected");
        return url;
    }

    private static void awaitStatus(String url, String statuses) {
        await().untilAsserted(() -> assertThat(statuses(url)).isEqualTo(statuses));
    }

    private static String statuses(String url) {
        return String.join(" ", get(url).findValuesAsText("participantStatus"));
    }

    // ---- sessions

    @Test
    void aSessionIsCreatedReadAndEnded() {
        HttpResponse<String> created = post(session("tel:+15550001", "sip:bob@ims.localhost"));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonNode session = json(created).path("callSessionInformation");
        String url = session.path("resourceURL").asText();
        assertThat(created.headers().firstValue("Location")).contains(url);
        assertThat(url).startsWith(server.base() + SESSIONS + "/");
        assertThat(session.path("terminated").asBoolean(true)).isFalse();
        assertThat(session.path("participant").path(0).path("participantName").asText())
                .isEqualTo("Max Muster");
        assertThat(session.path("participant").path(0).path("resourceURL").asText())
                .isEqualTo(url + "/participants/+15550001");
        awaitStatus(url, "CallParticipantConnected CallParticipantConnected");
        JsonNode now = get(url).at("/callSessionInformation/participant/1");
        assertThat(now.path("participantAddress").asText()).isEqualTo("sip:bob@ims.localhost");
        assertThat(now.path("startTime").asText()).endsWith("Z");
        assertThat(now.path("duration").isIntegralNumber()).isTrue();
        assertThat(send("DELETE", url, "", "").statusCode()).isEqualTo(204);
        JsonNode over = get(url).path("callSessionInformation");
        assertThat(over.path("terminated").asBoolean()).isTrue();
        assertThat(over.findValuesAsText("terminationCause"))
                .containsExactly("CallParticipantHangUp", "CallParticipantHangUp");
        assertThat(over.findValuesAsText("participantName")).containsExactly("Max Muster");
        assertThat(json(send("DELETE", url, "", ""))
                        .at("/requestError/serviceException/messageId")
                        .asText())
                .isEqualTo("SVC0261");
    }

    @Test
    void theSameCallIsSeenByCamarasApi() {
        String url = connected();
        String id = url.substring(url.lastIndexOf('/') + 1);
        assertThat(server.get(id).body()).contains("\"status\":\"connected\"");
        assertThat(get(url).at("/callSessionInformation/link/0/href").asText())
                .endsWith("/api/v1/calls/" + id + "/events");
    }

    @Test
    void appendixC_aFormDoesAsWell() {
        HttpResponse<String> created = send(
                "POST",
                SESSIONS,
                FORM,
                "participantAddress=tel%3A%2B15550001&participantName=Max&participantAddress=tel%3A%2B15550002"
                        + "&participantName=Peter+E.+Xample&clientCorrelator=104567");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonNode session = json(created).path("callSessionInformation");
        assertThat(session.findValuesAsText("participantName")).containsExactly("Max", "Peter E. Xample");
        assertThat(get(session.path("resourceURL").asText())
                        .at("/callSessionInformation/clientCorrelator")
                        .asText())
                .isEqualTo("104567");
    }

    @Test
    void aClientCorrelatorMakesOneSessionHoweverOftenItIsSent() {
        String body = session("tel:+15550001", "tel:" + RINGING)
                .replace("{\"participant\"", "{\"clientCorrelator\":\"c-1\",\"participant\"");
        HttpResponse<String> first = post(body);
        HttpResponse<String> again = post(body);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(post(body.replace(RINGING, "+15550002")).statusCode())
                .as("another session under the same name")
                .isEqualTo(409);
    }

    @Test
    void whoIsBusyIsSaidSo() {
        String url = post(session("tel:+15550001", "tel:+15550008"))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        awaitStatus(url, "CallParticipantTerminated CallParticipantTerminated");
        assertThat(get(url).findValuesAsText("terminationCause"))
                .containsExactly("CallParticipantAborted", "CallParticipantBusy");
    }

    // ---- participants

    @Test
    void participantsAreListedAndReadOneByOne() {
        String url = connected();
        JsonNode all = get(url + "/participants").path("callParticipantList");
        assertThat(all.path("resourceURL").asText()).isEqualTo(url + "/participants");
        assertThat(all.findValuesAsText("participantAddress")).containsExactly("tel:+15550001", "tel:+15550002");
        assertThat(get(url + "/participants/+15550002")
                        .at("/callParticipantInformation/participantAddress")
                        .asText())
                .isEqualTo("tel:+15550002");
        HttpResponse<String> nobody = send("GET", url + "/participants/+15550003", "", "");
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(json(nobody).at("/requestError/serviceException/messageId").asText())
                .isEqualTo("SVC0004");
    }

    @Test
    void oneIsAddedAndTheOneWhoCalledHerGoes() {
        String url = connected();
        HttpResponse<String> added = add(url, "tel:+15550003");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(added.headers().firstValue("Location")).contains(url + "/participants/+15550003");
        awaitStatus(url, "CallParticipantConnected CallParticipantConnected CallParticipantConnected");
        assertThat(json(add(url, "tel:+15550004"))
                        .at("/requestError/policyException/messageId")
                        .asText())
                .as("two talk at a time")
                .isEqualTo("POL0003");
        await().until(() ->
                send("DELETE", url + "/participants/+15550002", "", "").statusCode() == 204);
        await().untilAsserted(() -> assertThat(get(url).findValuesAsText("participantAddress"))
                .containsExactly("tel:+15550001", "tel:+15550003"));
    }

    @Test
    void oneIsAddedAndRemoved() {
        String url = connected();
        assertThat(add(url, "tel:" + RINGING).statusCode()).isEqualTo(201);
        assertThat(send("DELETE", url + "/participants/" + RINGING, "", "").statusCode())
                .isEqualTo(204);
        assertThat(get(url).findValuesAsText("participantAddress")).containsExactly("tel:+15550001", "tel:+15550002");
        assertThat(statuses(url)).isEqualTo("CallParticipantConnected CallParticipantConnected");
    }

    @Test
    void toRemoveOneOfTwoEndsTheSession() {
        String url = connected();
        assertThat(send("DELETE", url + "/participants/+15550001", "", "").statusCode())
                .isEqualTo(204);
        assertThat(get(url).at("/callSessionInformation/terminated").asBoolean())
                .isTrue();
        assertThat(json(add(url, "tel:+15550003"))
                        .at("/requestError/serviceException/messageId")
                        .asText())
                .isEqualTo("SVC0261");
    }

    private static HttpResponse<String> add(String url, String address) {
        return send(
                "POST",
                url + "/participants",
                JSON,
                "{\"callParticipantInformation\":{\"participantAddress\":\"" + address
                        + "\",\"participantName\":\"John E. Xample\"}}");
    }

    // ---- what is refused

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"callSessionInformation\":{\"participant\":[]}} | 400 | serviceException | SVC0002",
                "{\"callSessionInformation\":{\"participant\":[{\"participantAddress\":\"tel:+15550001\"},{\"participantAddress\":\"mailto:a@b.c\"}]}} | 400 | serviceException | SVC0004",
                "{\"callSessionInformation\":{\"participant\":[{\"participantAddress\":\"tel:+15550001\"},{\"participantAddress\":\"tel:+15550001\"}]}} | 400 | serviceException | SVC0002",
                "{\"callSessionInformation\":{\"participant\":[{\"participantAddress\":\"tel:+15550001\"},{\"participantAddress\":\"tel:+15550002\"},{\"participantAddress\":\"tel:+15550003\"}]}} | 403 | policyException | POL0003",
                "{\"callSessionInformation\":{\"participant\":[{\"participantAddress\":\"tel:+15550001\"},{\"participantAddress\":\"tel:+19005555\"}]}} | 403 | policyException | POL0001",
                "{\"callSessionInformation\":{\"x\":1,\"participant\":[]}} | 400 | serviceException | SVC0002",
                "nonsense | 400 | serviceException | SVC0002"
            })
    void badInputHasTheApisOwnError(String body, int status, String kind, String id) {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode fault = json(response).path("requestError").path(kind);
        assertThat(fault.path("messageId").asText()).isEqualTo(id);
        assertThat(fault.path("text").asText()).endsWith("%1");
        assertThat(fault.path("variables").path(0).asText()).isNotEmpty();
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(JSON);
    }

    @Test
    void theSameGuardAndTokensAsClickToDial() {
        server.ready = false;
        try {
            HttpResponse<String> early = post(session("tel:+15550001", "tel:+15550002"));
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(json(early)
                            .at("/requestError/serviceException/messageId")
                            .asText())
                    .isEqualTo("SVC1000");
        } finally {
            server.ready = true;
        }
        String url = connected();
        HttpResponse<String> twice = post(session("tel:+15550001", "tel:+15550002"));
        assertThat(twice.statusCode()).isEqualTo(409);
        HttpRequest stranger = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", server.bearer("stranger"))
                .GET()
                .build();
        assertThat(server.send(stranger).statusCode())
                .as("a call of another client's")
                .isEqualTo(404);
        HttpResponse<String> nobody =
                server.send(HttpRequest.newBuilder(URI.create(url)).GET().build());
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(json(nobody).at("/requestError/policyException/messageId").asText())
                .isEqualTo("POL0001");
        assertThat(send("PUT", url, JSON, "{}").statusCode()).isEqualTo(405);
    }
}
