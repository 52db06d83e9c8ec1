package org.tombolo.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.web.server.WebServer.as;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.TraceEvent;
import org.tombolo.web.health.Health.State;

/** Health, metrics, associations and traces. */
class OperationsTest {
    private static final String ASSOCIATIONS = "/api/admin/v1/associations";
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path data;

    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        server = new WebServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readyNamesEachDependency() {
        HttpResponse<String> response = server.get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"up\",\"checks\":{\"database\":{\"status\":\"up\",\"detail\":\"H2\"},"
                        + "\"xmpp\":{\"status\":\"up\",\"detail\":\"connected\"},"
                        + "\"transcoder\":{\"status\":\"absent\",\"detail\":\"not installed\"}}}");
        assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void withoutXmppWeAreDegradedAndReady() {
        server.xmpp = () -> State.degraded("connecting");

        HttpResponse<String> response = server.get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"status\":\"degraded\"");
    }

    @Test
    void withoutDatabaseWeAreNotReady() {
        server.database = () -> {
            throw new IllegalStateException("jdbc:h2:secret");
        };

        HttpResponse<String> response = server.get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).startsWith("{\"status\":\"down\"").doesNotContain("secret");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void dependencyThatHangsIsDown() {
        CountDownLatch never = new CountDownLatch(1);
        server.database = () -> {
            never.await();
            return State.up("");
        };

        Instant asked = Instant.now();
        assertThat(server.get("/health/ready").body()).contains("no answer within 2 s");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
        never.countDown();
    }

    @Test
    void metricsAreInTheTextFormatOfPrometheus() {
        server.metrics
                .counter("tombolo_messages_total", "direction", "to-xmpp", "result", "ok")
                .increment();
        server.metrics.timer("tombolo_message_seconds").record(Duration.ofMillis(20));
        server.metrics.gauge("tombolo_shares_active", () -> 3);

        HttpResponse<String> response = server.get("/metrics");
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(response.body())
                .contains("tombolo_messages_total{direction=\"to-xmpp\",result=\"ok\"} 1.0")
                .contains("tombolo_message_seconds_bucket{le=\"0.025\"} 1")
                .contains("tombolo_message_seconds_count 1")
                .contains("tombolo_shares_active 3.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void associationsAreAddedListedAndRemoved() {
        HttpResponse<String> added = add("{\"ims\":\"+15550001\",\"web\":\"web:alice\",\"service\":\"VIDEO\"}");

        assertThat(added.statusCode()).isEqualTo(201);
        String view =
                "{\"id\":\"a1\",\"ims\":\"tel:+15550001\",\"web\":\"web:alice\",\"service\":\"VIDEO\",\"source\":\"ADMIN\"}";
        assertThat(added.body()).isEqualTo(view);
        assertThat(server.get(ASSOCIATIONS, as("admin")).body()).isEqualTo("{\"items\":[" + view + "],\"next\":null}");
        assertThat(remove("a1").statusCode()).isEqualTo(204);
        assertThat(remove("a1").statusCode()).isEqualTo(404);
    }

    @Test
    void badAssociationsAreRefused() {
        add("{\"ims\":\"+15550001\",\"web\":\"web:alice\",\"service\":\"VIDEO\"}");

        HttpResponse<String> twice = add("{\"ims\":\"tel:+1-555-0001\",\"web\":\"web:bob\",\"service\":\"VIDEO\"}");
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("tel:+15550001 has an association");
        assertBad("{\"ims\":\"web:alice\",\"web\":\"web:alice\",\"service\":\"VIDEO\"}", "IMS side");
        assertBad("{\"ims\":\"+15550002\",\"web\":\"a b\",\"service\":\"VIDEO\"}", "web: is no address");
        assertBad("{\"ims\":\"+15550002\",\"web\":\"web:bob\",\"service\":\"FAX\"}", "MESSAGING or VIDEO");
        assertBad("{\"ims\":\"+15550002\",\"web\":\"web:bob\"}", "service: is required");
    }

    @Test
    void associationsComeInPages() {
        for (int i = 1; i <= 3; i++) {
            add("{\"ims\":\"+1555000" + i + "\",\"web\":\"web:alice\",\"service\":\"VIDEO\"}");
        }

        assertThat(server.get(ASSOCIATIONS + "?limit=2", as("admin")).body()).contains("\"next\":\"a2\"");
        assertThat(server.get(ASSOCIATIONS + "?limit=2&after=a2", as("admin")).body())
                .contains("\"a3\"", "\"next\":null")
                .doesNotContain("\"a2\"");
    }

    @Test
    void tracesAreFoundBySessionAndCallId() {
        SessionId session = new SessionId("session-1");
        server.trace.record(new TraceEvent(
                session, START, TraceEvent.Protocol.SIP, "alice", "tombolo", "MESSAGE sip:juliet@localhost", "d"));
        server.trace.link(session, "call@id");

        String row = "{\"items\":[{\"id\":\"session-1\",\"startedAt\":\"2026-03-01T10:00:00Z\","
                + "\"summary\":\"MESSAGE sip:juliet@localhost\"}],\"next\":null}";
        assertThat(server.get("/api/admin/v1/sessions", as("admin")).body()).isEqualTo(row);
        assertThat(server.get("/api/admin/v1/sessions?callId=call%40id", as("admin"))
                        .body())
                .isEqualTo(row);
        assertThat(server.get("/api/admin/v1/sessions?callId=other", as("admin"))
                        .body())
                .isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(server.get("/api/admin/v1/traces/session-1", as("admin")).body())
                .isEqualTo(
                        "{\"session\":\"session-1\",\"events\":[{\"time\":\"2026-03-01T10:00:00Z\",\"protocol\":\"SIP\","
                                + "\"from\":\"alice\",\"to\":\"tombolo\",\"summary\":\"MESSAGE sip:juliet@localhost\",\"detail\":\"d\"}]}");
        assertThat(server.get("/api/admin/v1/traces/unknown-session", as("admin"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/admin/v1/traces/x", as("admin")).statusCode())
                .isEqualTo(404);
    }

    private void assertBad(String json, String detail) {
        HttpResponse<String> response = add(json);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(detail);
    }

    private HttpResponse<String> add(String json) {
        return server.postJson(ASSOCIATIONS, json, "Authorization", "Bearer " + server.token("admin"));
    }

    private HttpResponse<String> remove(String id) {
        return server.send(server.request(ASSOCIATIONS + "/" + id, "Authorization", "Bearer " + server.token("admin"))
                .method("DELETE", BodyPublishers.noBody()));
    }
}
