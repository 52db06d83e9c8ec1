package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Standalone;
import org.tombolo.web.token.Issuer;

/** What clients send that they should not, to every resource that takes a body, through the gateway as users run it. */
class BadInputIT {
    private static final String CALL = "/api/v1/calls/call_nobody-0001";
    private static final String PUSH = "{\"to\":\"+15550002\",\"type\":\"text\",\"text\":\"%s\",\"expiresIn\":60}";
    private static final String SESSION = "{\"callSessionInformation\":{\"participant\":["
            + "{\"participantAddress\":\"tel:+15550098\"},{\"participantAddress\":\"tel:+15550099\"}]%s}}";

    private static final Standalone standalone = Standalone.in(Container.RESTCOMM);
    private static final HttpClient client = HttpClient.newHttpClient();

    /**
     * A resource that takes a body.
     *
     * @param body that it would take
     */
    private record Resource(String method, String path, String scope, String body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Resource> resources() {
        String device = "{\"deviceId\":\"" + UUID.randomUUID() + "\"}";
        String subscription = "{\"sink\":\"https://sink.example/\",\"protocol\":\"HTTP\",\"types\":"
                + "[\"org.camaraproject.webrtc-events.v0.session-status\"],\"config\":{\"subscriptionDetail\":"
                + "{\"registrationId\":\"x\"}}}";
        return Stream.of(
                new Resource(
                        "POST", "/api/v1/calls", "calls:write", "{\"caller\":\"+15550001\",\"callee\":\"+15550099\"}"),
                new Resource("PATCH", CALL + "/legs/callee", "calls:write", "{\"held\":true}"),
                new Resource("POST", CALL + "/legs/callee/keys", "calls:write", "{\"keys\":\"1\"}"),
                new Resource("POST", CALL + "/legs/callee/collection", "calls:write", "{\"most\":1}"),
                new Resource("POST", CALL + "/announcements", "calls:write", "{\"tone\":\"beep\"}"),
                new Resource(
                        "POST",
                        CALL + "/transfer",
                        "calls:write",
                        "{\"leg\":\"callee\",\"to\":\"+15550099\",\"mode\":\"blind\"}"),
                new Resource("POST", "/api/v1/pushes", "pushes:create", PUSH.formatted("x")),
                new Resource("POST", "/thirdpartycall/v1/callSessions", "calls:write", SESSION.formatted("")),
                new Resource(
                        "POST",
                        "/thirdpartycall/v1/callSessions/call_nobody-0001/participants",
                        "calls:write",
                        "{\"callParticipantInformation\":{\"participantAddress\":\"tel:+15550099\"}}"),
                new Resource(
                        "POST", "/webrtc-registration/v0.3/sessions", "webrtc-registration:sessions:create", device),
                new Resource("PUT", "/webrtc-registration/v0.3/sessions/x", "webrtc-registration:sessions:write", "{}"),
                new Resource(
                        "POST", "/webrtc-call-handling/v0.3/sessions", "webrtc-call-handling:sessions:create", "{}"),
                new Resource(
                        "PUT",
                        "/webrtc-call-handling/v0.3/sessions/x/status",
                        "webrtc-call-handling:sessions:write",
                        "{}"),
                new Resource(
                        "POST",
                        "/webrtc-events/v0.2/subscriptions",
                        "webrtc-events:org.camaraproject.webrtc-events.v0.session-status:create",
                        subscription));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void whatIsNotInTheDocumentIs400(Resource resource) throws Exception {
        String more = resource.body().equals("{}")
                ? "{\"surprise\":1}"
                : "{\"surprise\":1," + resource.body().substring(1);
        HttpResponse<String> unknown = send(resource, more);
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(400);
        assertThat(unknown.body()).contains("surprise");
        String open = resource.body().substring(0, resource.body().length() - 1);
        assertThat(send(resource, open).statusCode()).isEqualTo(400);
        assertThat(send(resource, "").statusCode()).isEqualTo(400);
        assertThat(send(resource, "[]").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void moreThan64KibIs413(Resource resource) throws Exception {
        assertThat(send(resource, resource.body() + " ".repeat(70_000)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void nobodyIs401AndWhoMayNotIs403(Resource resource) throws Exception {
        HttpResponse<String> nobody =
                client.send(request(resource, resource.body()).build(), BodyHandlers.ofString());
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        HttpRequest.Builder forged =
                request(resource, resource.body()).header("Authorization", bearer(resource.scope()) + "x");
        assertThat(client.send(forged.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
        assertThat(send(request(resource, resource.body()), "gallery:read").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void anotherKindOfBodyIs415(Resource resource) throws Exception {
        HttpRequest.Builder xml = HttpRequest.newBuilder(uri(resource.path()))
                .header("Content-Type", "text/xml")
                .method(resource.method(), BodyPublishers.ofString("<a/>"));
        assertThat(send(xml, resource.scope()).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/recordings?limit=0,               click-to-dial:recordings:read, 400",
        "GET,    /api/v1/recordings?limit=501,             click-to-dial:recordings:read, 400",
        "GET,    /api/v1/recordings/nobody,                click-to-dial:recordings:read, 404",
        "GET,    /api/v1/recordings/nobody,                calls:read,                    403",
        "DELETE, /api/v1/recordings/nobody,                calls:write,                   404",
        "DELETE, /api/v1/recordings/nobody,                calls:read,                    403",
        "GET,    /media/recordings/nobody,                 click-to-dial:recordings:read, 404",
        "GET,    /media/recordings/AAAAAAAAAAAAAAAAAAAAAA, calls:read,                    403",
        "POST,   /api/v1/calls/call_nobody-0001/recording, calls:write,                   404",
        "POST,   /api/v1/calls/call_nobody-0001/recording, calls:read,                    403",
        "GET,    /api/v1/pushes?limit=x,                   pushes:read,                   400",
        "GET,    /api/v1/pushes?status=gone,               pushes:read,                   400",
        "GET,    /api/v1/pushes?after=x,                   pushes:read,                   400",
        "GET,    /api/v1/pushes/push_nobody-0001,          pushes:read,                   404",
        "GET,    /api/v1/pushes/push_nobody-0001,          pushes:create,                 403",
        "GET,    /api/v1/push-deliveries?limit=0,          pushes:read,                   400",
        "GET,    /api/v1/pushes/x/deliveries,              pushes:read,                   404",
        "POST,   /api/v1/pushes/x/deliveries,              pushes:create,                 404",
        "GET,    /thirdpartycall/v1/callSessions/call_nobody-0001, calls:read,            404",
    })
    void whatIsNotThereIsSaidSo(String method, String path, String scope, int status) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
        HttpResponse<String> response = send(request, scope);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    // ---- once

    @Test
    void aKeyOfAPushWithAnotherBodyIs422() throws Exception {
        String key = UUID.randomUUID().toString();
        HttpResponse<String> first = push(key, "one");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        HttpResponse<String> again = push(key, "one");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(push(key, "another").statusCode()).isEqualTo(422);
        String id = first.body().replaceAll(".*\"id\":\"(push_[^\"]+)\".*", "$1");
        HttpRequest.Builder back =
                HttpRequest.newBuilder(uri("/api/v1/pushes/" + id)).DELETE();
        assertThat(send(back, "pushes:create").statusCode()).isIn(204, 409);
    }

    private static HttpResponse<String> push(String key, String text) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/pushes"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(PUSH.formatted(text)
                        .replace("{\"to\"", "{\"from\":\"+15550098\",\"to\"")
                        .replace("+15550002", "+15550099")));
        return send(request, "pushes:create");
    }

    /** OMA Third Party Call's clientCorrelator is what the key is elsewhere. */
    @Test
    void aCorrelatorOfASessionWithAnotherBodyIs409() throws Exception {
        String correlator = ",\"clientCorrelator\":\"" + UUID.randomUUID() + "\"";
        HttpResponse<String> first = session(SESSION.formatted(correlator));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(session(SESSION.formatted(correlator)).body()).isEqualTo(first.body());
        assertThat(session(SESSION.formatted(correlator).replace("+15550099", "+15550097"))
                        .statusCode())
                .isEqualTo(409);
    }

    private static HttpResponse<String> session(String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/thirdpartycall/v1/callSessions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return send(request, "calls:write");
    }

    // ---- requests

    private static HttpResponse<String> send(Resource resource, String body) throws Exception {
        return send(request(resource, body), resource.scope());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String scope) throws Exception {
        return client.send(request.header("Authorization", bearer(scope)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Resource resource, String body) {
        return HttpRequest.newBuilder(uri(resource.path()))
                .header("Content-Type", "application/json")
                .method(resource.method(), BodyPublishers.ofString(body));
    }

    private static String bearer(String scope) throws IOException {
        return "Bearer " + Issuer.open(standalone.data(), Clock.systemUTC()).issue("demo", Set.of(scope));
    }

    private static URI uri(String path) {
        return URI.create(standalone.gateway().url() + path);
    }
}
