package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Sipp;
import org.tombolo.web.token.Issuer;

/** Calls by our own API at a gateway as users run it, and the phones of its users. */
final class CallDriver {
    static final String DOMAIN = "ims.localhost";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SCOPES = Set.of("calls:read", "click-to-dial:recordings:read", "calls:write");

    private final Gateway gateway;
    private final Path data;
    private final HttpClient client = HttpClient.newHttpClient();

    CallDriver(Gateway gateway, Path data) {
        this.gateway = gateway;
        this.data = data;
    }

    // ---- phones

    /** A scripted phone of a user, registered. */
    Sipp party(String user, String scenario, Map<String, String> values, int calls) throws IOException {
        int port = Ports.free();
        Sipp.Builder builder = Sipp.scenario(scenario).listen("127.0.0.1", port).calls(calls);
        values.forEach(builder::with);
        Sipp party = builder.start();
        Sipp.Result registered = Sipp.scenario("register.xml")
                .to("127.0.0.1:" + gateway.sipPort())
                .listen("127.0.0.1", Ports.free())
                .with("user", user)
                .with("domain", DOMAIN)
                .with("contact", "127.0.0.1:" + port)
                .with("password", password(user))
                .run();
        assertThat(registered.ok()).as(registered.toString()).isTrue();
        return party;
    }

    /** A softphone of a user, registered. */
    Baresip phone(String user, int hertz) throws IOException {
        Baresip phone = Baresip.start(
                new Baresip.Account(user, DOMAIN, password(user), "127.0.0.1:" + gateway.sipPort()), hertz);
        // What it prints and not its event: the phone may be registered before its control port is connected.
        await().atMost(Duration.ofSeconds(20)).until(() -> phone.output().contains("200 OK () ["));
        return phone;
    }

    private String password(String user) throws IOException {
        Properties accounts = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("accounts.properties"))) {
            accounts.load(in);
        }
        return accounts.getProperty(user + "@" + DOMAIN);
    }

    // ---- the API

    /** Starts a call from Alice to Bob; {@code more} begins with a comma. */
    String call(String more) throws Exception {
        return call("+15550001", "+15550002", more);
    }

    String call(String caller, String callee, String more) throws Exception {
        String body = "{\"caller\":\"" + caller + "\",\"callee\":\"" + callee + "\"" + more + "}";
        HttpResponse<String> made = send("POST", "/api/v1/calls", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return JSON.readTree(made.body()).path("id").asText();
    }

    JsonNode get(String id) throws Exception {
        return JSON.readTree(send("GET", "/api/v1/calls/" + id, "").body());
    }

    String status(String id) throws Exception {
        return get(id).path("status").asText();
    }

    /** State, reason and detail of a call that is over. */
    String end(String id) throws Exception {
        JsonNode over = await().until(() -> get(id), c -> c.hasNonNull("endedAt"));
        return over.path("status").asText() + " " + over.path("reason").asText() + " "
                + over.path("detail").asText();
    }

    void awaitStatus(String id, String status) {
        await().until(() -> status(id).equals(status));
    }

    /** How many final events the call has, once there is one: it is written a moment after the call is over. */
    long finalEvents(String id) throws Exception {
        await().until(() -> writtenFinalEvents(id) > 0);
        return writtenFinalEvents(id);
    }

    private long writtenFinalEvents(String id) throws Exception {
        JsonNode events = JSON.readTree(
                send("GET", "/api/v1/calls/" + id + "/deliveries", "").body());
        return events.findValuesAsText("state").stream()
                .filter(s -> s.equals("disconnected") || s.equals("failed"))
                .count();
    }

    /** The event of a kind that a call has, or nothing. */
    String events(String id, String kind) throws Exception {
        for (JsonNode event : JSON.readTree(
                        send("GET", "/api/v1/events?limit=500", "").body())
                .path("items")) {
            if (event.path("type").asText().endsWith(kind)
                    && event.path("data").path("callId").asText().equals(id)) {
                return event.toString();
            }
        }
        return "";
    }

    /** Plays a WAV file to one leg of a call; tells the status of the answer. */
    int playFile(String id, String leg, Path wav) throws Exception {
        String token = Issuer.open(data, Clock.systemUTC()).issue("demo", SCOPES);
        URI uri = URI.create(gateway.url() + "/api/v1/calls/" + id + "/announcements?leg=" + leg);
        return client.send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "audio/wav")
                                .POST(HttpRequest.BodyPublishers.ofFile(wav))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** The recording of a call, the caller left and the callee right. */
    byte[] recording(String id) throws Exception {
        JsonNode newest = JSON.readTree(send("GET", "/api/v1/recordings", "").body())
                .path("items")
                .path(0);
        assertThat(newest.path("callId").asText()).isEqualTo(id);
        return client.send(request("GET", newest.path("dual").asText(), ""), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) throws Exception {
        String token = Issuer.open(data, Clock.systemUTC()).issue("demo", SCOPES);
        return HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    // ---- what came of it

    static void assertOk(Sipp... parties) throws IOException {
        for (Sipp party : parties) {
            Sipp.Result result = party.await(Duration.ofSeconds(30));
            assertThat(result.ok()).as(result.toString()).isTrue();
        }
    }

    /** The messages of a kind that a party has got until now. */
    static List<String> received(Sipp party, String start) throws IOException {
        return party.messages().stream()
                .filter(m -> m.startsWith("received"))
                .map(m -> m.substring(m.indexOf('\n') + 1).strip())
                .filter(m -> m.startsWith(start))
                .toList();
    }

    /** No call, no SIP session and no port of any call; phones that are registered hold none. */
    void assertNothingLeft() {
        awaitGauges("tombolo_calls_active 0.0", "tombolo_sip_sessions 0.0", "tombolo_rtp_port_pairs 0.0");
    }

    void awaitGauges(String... lines) {
        await().untilAsserted(() -> assertThat(gauges()).contains(lines));
    }

    private List<String> gauges() {
        return gateway.get("/metrics")
                .orElseThrow()
                .body()
                .lines()
                .filter(line -> line.matches("tombolo_(calls_active|sip_sessions|rtp_port_pairs) .*"))
                .toList();
    }
}
