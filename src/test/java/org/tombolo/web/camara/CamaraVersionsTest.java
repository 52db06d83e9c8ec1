package org.tombolo.web.camara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.gateway.interaction.Parties.Habit;
import org.tombolo.gateway.interaction.event.CallEvent;

/** Each version of Click to Dial, side by side, every exchange held against that version's own document. */
class CamaraVersionsTest {
    private static final String RINGING = "+15550009";
    private static final String PAIR = "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"%s\"}%s}";
    private static final String LONG = "x".repeat(60_000);

    @TempDir
    static Path data;

    private static CallServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new CallServer(data);
        server.parties.set(RINGING, Habit.RINGS);
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

    @ParameterizedTest
    @EnumSource
    void aCallFromItsCreationToItsEnd(ClickToDialYaml yaml) {
        String body = PAIR.formatted("+15550002", ",\"sink\":\"https://sink.example/\",\"recordingEnabled\":false");
        assertThat(yaml.allows(body)).isTrue();
        HttpResponse<String> created = post(yaml, body);
        assertThat(created.statusCode()).isEqualTo(201);
        String id = id(created);
        await().until(() -> get(yaml, "/" + id).body().contains("\"status\":\"connected\""));
        assertThat(get(yaml, "/" + id + "/recording").statusCode()).isEqualTo(404);
        assertThat(delete(yaml, id).statusCode()).isEqualTo(204);
        assertThat(delete(yaml, id).statusCode()).isEqualTo(409);
        await().until(() -> server.delivered.size() == 5);
        server.delivered.stream().map(CallEvent::json).forEach(yaml::assertEvent);
    }

    @Test
    void aCallOfOneVersionIsSeenByTheOther() {
        String id = id(post(ClickToDialYaml.V0_1, PAIR.formatted(RINGING, "")));
        assertThat(get(ClickToDialYaml.V0_2, "/" + id).statusCode()).isEqualTo(200);
        assertThat(post(ClickToDialYaml.V0_2, PAIR.formatted(RINGING, "")).statusCode())
                .isEqualTo(409);
    }

    @Test
    void thereIsNoOtherVersion() {
        HttpResponse<String> response = server.send(server.request("/click-to-dial/v0.3/calls/x", server.bearer("demo"))
                .GET()
                .build());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"NOT_FOUND\"");
    }

    static Stream<Arguments> refused() {
        String credential = ",\"sink\":\"https://sink.example/\",\"sinkCredential\":{%s}";
        return Stream.of(ClickToDialYaml.values())
                .flatMap(yaml -> Stream.of(
                        Arguments.of(yaml, "{", 400, "INVALID_ARGUMENT"),
                        Arguments.of(yaml, "null", 400, "INVALID_ARGUMENT"),
                        Arguments.of(yaml, PAIR.formatted("+15550002", ",\"x\":1"), 400, "INVALID_ARGUMENT"),
                        Arguments.of(yaml, PAIR.formatted("+15550002", ",\"" + LONG + "\":1"), 400, "INVALID_ARGUMENT"),
                        Arguments.of(
                                yaml,
                                PAIR.formatted("+15550002", ",\"recordingEnabled\":\"yes\""),
                                400,
                                "INVALID_ARGUMENT"),
                        Arguments.of(yaml, PAIR.formatted("+15550002", ",\"sink\":7"), 400, "INVALID_ARGUMENT"),
                        Arguments.of(
                                yaml,
                                PAIR.formatted(
                                        "+15550002", credential.formatted("\"credentialType\":\"REFRESHTOKEN\"")),
                                400,
                                "INVALID_ARGUMENT"),
                        Arguments.of(
                                yaml,
                                PAIR.formatted(
                                        "+15550002",
                                        credential.formatted(
                                                "\"credentialType\":\"ACCESSTOKEN\",\"accessToken\":\"a\"")),
                                400,
                                "INVALID_ARGUMENT"),
                        Arguments.of(
                                yaml,
                                PAIR.formatted(
                                        "+15550002",
                                        credential.formatted("\"credentialType\":\"ACCESSTOKEN\",\"secret\":\"a\"")),
                                400,
                                "INVALID_ARGUMENT"),
                        Arguments.of(yaml, PAIR.formatted("+1555", ""), 422, "INVALID_PHONE_NUMBER"),
                        Arguments.of(yaml, PAIR.formatted("+1555000155500015", ""), 422, "INVALID_PHONE_NUMBER"),
                        Arguments.of(yaml, PAIR.formatted("+15550001", ""), 422, "SAME_CALLER_CALLEE"),
                        Arguments.of(yaml, PAIR.formatted("+19005550001", ""), 422, "CALLEE_NOT_AVAILABLE"),
                        Arguments.of(
                                yaml,
                                PAIR.formatted("+15550002", ",\"recordingEnabled\":true"),
                                422,
                                "RECORDING_NOT_SUPPORTED"),
                        Arguments.of(yaml, PAIR.formatted("+15550002", " ".repeat(70_000)), 413, "PAYLOAD_TOO_LARGE")));
    }

    @ParameterizedTest
    @MethodSource
    void refused(ClickToDialYaml yaml, String body, int status, String code) {
        HttpResponse<String> response = post(yaml, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @EnumSource
    void bothCredentialsAreTaken(ClickToDialYaml yaml) {
        String keyed = PAIR.formatted(
                RINGING,
                ",\"sink\":\"https://sink.example/\",\"sinkCredential\":{\"credentialType\":\"PRIVATE_KEY_JWT\","
                        + "\"clientId\":\"tombolo\",\"tokenUri\":\"https://auth.example/token\"}");
        assertThat(yaml.allows(keyed)).isTrue();
        assertThat(post(yaml, keyed).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void theCorrelatorComesBackAndGoesWithTheEvents(ClickToDialYaml yaml) {
        String body = PAIR.formatted(RINGING, ",\"sink\":\"https://sink.example/\"");
        HttpResponse<String> created =
                server.exchange(yaml, posting(yaml, body).header("x-correlator", "b4333c46-49c0"), "/calls");
        assertThat(created.headers().firstValue("x-correlator")).contains("b4333c46-49c0");
        await().until(() -> !server.sinks.isEmpty());
        assertThat(server.sinks.get(server.sinks.size() - 1).correlator()).isEqualTo("b4333c46-49c0");
        HttpResponse<String> wrong = server.exchange(yaml, posting(yaml, body).header("x-correlator", "a b"), "/calls");
        assertThat(wrong.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationNeedsATokenAndItsScope(ClickToDialYaml yaml) {
        String other = server.bearerOf("calls:read");
        String call = yaml.calls() + "/call_session-0001";
        Stream.of("none", other).forEach(bearer -> {
            int expected = bearer.equals(other) ? 403 : 401;
            assertThat(server.exchange(
                                    yaml,
                                    request(yaml.calls(), bearer)
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString(PAIR.formatted(RINGING, ""))),
                                    "/calls")
                            .statusCode())
                    .isEqualTo(expected);
            assertThat(server.exchange(yaml, request(call, bearer).GET(), "/calls/{callId}")
                            .statusCode())
                    .isEqualTo(expected);
            assertThat(server.exchange(yaml, request(call, bearer).DELETE(), "/calls/{callId}")
                            .statusCode())
                    .isEqualTo(expected);
            assertThat(server.exchange(
                                    yaml, request(call + "/recording", bearer).GET(), "/calls/{callId}/recording")
                            .statusCode())
                    .isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatHttpItselfRefusesIsInCamarasWords(ClickToDialYaml yaml) {
        HttpRequest.Builder put = server.request(yaml.calls(), server.bearer("demo"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(server.exchange(yaml, put, "/calls").statusCode()).isEqualTo(405);
        HttpRequest.Builder xml = server.request(yaml.calls(), server.bearer("demo"))
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<a/>"));
        assertThat(server.exchange(yaml, xml, "/calls").statusCode()).isEqualTo(415);
        HttpRequest.Builder html =
                server.request(yaml.calls() + "/x", server.bearer("demo")).header("Accept", "text/html");
        assertThat(server.exchange(yaml, html.GET(), "/calls/{callId}").statusCode())
                .isEqualTo(406);
        assertThat(get(yaml, "/a%20b").statusCode()).isEqualTo(400);
    }

    // ---- requests

    private static HttpRequest.Builder request(String path, String bearer) {
        return bearer.equals("none")
                ? HttpRequest.newBuilder(URI.create(server.base() + path))
                : server.request(path, bearer);
    }

    private static HttpRequest.Builder posting(ClickToDialYaml yaml, String body) {
        return server.request(yaml.calls(), server.bearer("demo"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> post(ClickToDialYaml yaml, String body) {
        return server.exchange(yaml, posting(yaml, body), "/calls");
    }

    private static HttpResponse<String> get(ClickToDialYaml yaml, String path) {
        String operation = path.endsWith("/recording") ? "/calls/{callId}/recording" : "/calls/{callId}";
        return server.exchange(
                yaml, server.request(yaml.calls() + path, server.bearer("demo")).GET(), operation);
    }

    private static HttpResponse<String> delete(ClickToDialYaml yaml, String id) {
        return server.exchange(
                yaml,
                server.request(yaml.calls() + "/" + id, server.bearer("demo")).DELETE(),
                "/calls/{callId}");
    }

    private static String id(HttpResponse<String> created) {
        return created.body().replaceAll(".*\"callId\":\"([^\"]+)\".*", "$1");
    }
}
