package org.tombolo.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.web.server.WebServer.as;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to be wrong gets its own answer, in the words of the API that was called. */
class ErrorsTest {
    private static final String CALLS = "/click-to-dial/v0.2rc1/calls";
    private static final String GOOD = "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"}}";

    @TempDir
    static Path data;

    private static WebServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new WebServer(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void goodRequestIsAnsweredWithTimesInUtc() {
        HttpResponse<String> response = create(GOOD);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body())
                .isEqualTo("{\"callId\":\"c1\",\"caller\":\"+15550001\",\"createdAt\":\"2026-03-01T10:00:00Z\"}");
    }

    /** CAMARA design guide, request body strictness. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"caller\":{\"number\":\"+15550001\",\"x\":1}} | unknown property: caller.x",
                "{\"caller\":{\"number\":\"+15550001\"},\"callee\":{\"number\":\"+15550002\"},\"sinK\":{}} | unknown property: sinK",
                "{\"caller\":{\"number\":\"+15550001\"}} | callee: is required",
                "{\"caller\":{}} | caller.number: is required",
                "{\"caller\":null} | is required",
                "{\"caller\":{\"number\":15550001}} | caller.number: is not of the right type",
                "{\"caller\":{\"number\":\"5\"}} | caller: number: must be + and 5 to 15 digits",
                "{\"caller\":\"+15550001\"} | caller",
                "{\"caller\":{\"number\":\"+15550001\",\"number\":\"+15550001\"}} | given twice: number",
                "{\"recordingEnabled\":\"true\"} | recordingEnabled: is not of the right type",
                "{\"caller\" | not valid JSON at line 1",
                "[] | not of the right type",
                "null | the body is null",
            })
    void badBodyIsNamed(String body, String message) {
        HttpResponse<String> response = create(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"code\":\"INVALID_ARGUMENT\"").contains(message);
        assertThat(response.body()).doesNotContain("org.tombolo").doesNotContain("jackson");
    }

    @Test
    void trailingTokensEmptyAndDeepBodiesAreRefused() {
        assertThat(create(GOOD + "{}").body()).contains("there is more after the JSON value");
        assertThat(create("").body()).contains("a body is required");
        assertThat(create("[".repeat(5000)).statusCode()).isEqualTo(400);
    }

    @Test
    void oversizedBodyIs413WhateverItsLengthHeaderSays() {
        String large = "{\"sink\":\"" + "x".repeat(64 * 1024) + "\"}";
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(create(large).statusCode()).isEqualTo(413);
        HttpResponse<String> response = server.send(
                authorized(CALLS).header("Content-Type", "application/json").POST(chunked));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("PAYLOAD_TOO_LARGE");
    }

    @Test
    void wrongOrNoContentTypeIs415() {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(GOOD);

        HttpResponse<String> text = server.send(
                authorized(CALLS).header("Content-Type", "text/plain").POST(body));
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(text.body()).contains("\"code\":\"UNSUPPORTED_MEDIA_TYPE\"");
        assertThat(server.send(authorized(CALLS).POST(body)).statusCode()).isEqualTo(415);
    }

    @Test
    void unknownPathMethodAndAcceptAreProblems() {
        assertProblem(server.get("/api/v1/nothing"), 404, "Not Found");
        assertProblem(server.get("/api/"), 404, "Not Found");
        HttpResponse<String> put =
                server.send(server.request("/api/v1/session").PUT(HttpRequest.BodyPublishers.noBody()));
        assertProblem(put, 405, "Method Not Allowed");
        assertThat(put.headers().firstValue("Allow")).get().asString().contains("POST");
        assertProblem(server.get("/health/live", "Accept", "image/png"), 406, "Not Acceptable");
    }

    @Test
    void malformedHeadersAreProblemsToo() {
        assertProblem(server.get("/health/live", "Accept", "*/*;q=x"), 400, "Bad Request");
        assertProblem(
                server.send(server.request("/api/v1/session", "Content-Type", "foo")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))),
                400,
                "Bad Request");
    }

    @Test
    void onCamaraPathsTheyAreErrorInfo() {
        HttpResponse<String> response = server.get("/click-to-dial/v9/calls");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"status\":404,\"code\":\"NOT_FOUND\",\"message\":\"there is nothing here\"}");
        assertThat(server.get(CALLS + "/x", as("click-to-dial:calls:read")).body())
                .contains("no such call");
        assertThat(server.send(server.request(
                                        CALLS + "/x",
                                        "Authorization",
                                        "Bearer " + server.token("click-to-dial:calls:delete"))
                                .DELETE())
                        .body())
                .contains("\"code\":\"INCOMPATIBLE_STATE\"");
    }

    @Test
    void faultOfOursSaysNothingOfItself() {
        HttpResponse<String> response = server.get(CALLS + "/broken/method");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("\"code\":\"INTERNAL\"")
                .doesNotContain("hunter2")
                .doesNotContain("at org");
    }

    @Test
    void wrongQueryParameterIs400AndNamed() {
        HttpResponse<String> response = server.get(CALLS + "/counted/method?n=many");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("n: is not of the right type");
    }

    @Test
    void methodThatSaysNothingIsOpenToNobody() {
        assertThat(server.get(CALLS + "/unguarded/method").statusCode()).isEqualTo(403);
        assertThat(server.get(CALLS + "/unguarded/method", as("admin")).body()).doesNotContain("secret");
    }

    /** XCorrelator of CAMARA_common.yaml. */
    @Test
    void correlatorGoesBackOrIsMade() {
        assertThat(correlator(server.get(CALLS, "x-correlator", "abc-1:2;{x}"))).isEqualTo("abc-1:2;{x}");
        assertThat(correlator(server.get(CALLS))).hasSize(36);
        assertThat(correlator(server.get("/click-to-dial/"))).hasSize(36);
        HttpResponse<String> bad = server.get(CALLS, "x-correlator", "a b");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("x-correlator");
        assertThat(correlator(bad)).hasSize(36);
        assertThat(server.get("/health/live").headers().firstValue("x-correlator"))
                .isEmpty();
    }

    @Test
    void badInputIsCountedAndOfKnownCallersTraced() {
        create("{\"traced\":");
        server.postJson(CALLS, "[]");

        assertThat(server.metrics.scrape())
                .containsPattern("tombolo_errors_total\\{kind=\"400\",protocol=\"http\"\\} [1-9]");
        assertThat(server.trace.sessions(100).stream().flatMap(s -> server.trace.timeline(s).stream()))
                .anySatisfy(event -> {
                    assertThat(event.summary()).isEqualTo("POST /click-to-dial/v0.2rc1/calls: 400");
                    assertThat(event.detail()).contains("not valid JSON");
                    assertThat(event.from()).isEqualTo("demo");
                })
                .allSatisfy(event -> assertThat(event.from()).isEqualTo("demo"));
    }

    @Test
    void optionsNamesMethodsAndOpensNoOrigin() {
        HttpResponse<String> response = server.send(server.request(CALLS, "Origin", "http://evil.test")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(response.headers().firstValue("Allow")).isPresent();
    }

    private static HttpResponse<String> create(String json) {
        return server.send(authorized(CALLS)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpRequest.Builder authorized(String path) {
        return server.request(path, "Authorization", "Bearer " + server.token("click-to-dial:calls:create"));
    }

    private static String correlator(HttpResponse<String> response) {
        return response.headers().firstValue("x-correlator").orElse("");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String title) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body())
                .startsWith("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status);
    }
}
