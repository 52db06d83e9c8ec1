package org.tombolo.gateway.convergence.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.convergence.browser.PageScene.sdp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.gateway.interaction.event.TestStore;
import org.tombolo.identity.ApiClient;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.sip.FakeDialog;
import org.tombolo.sip.LegEnd;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.web.Access;
import org.tombolo.web.SignedLinks;
import org.tombolo.web.camara.CamaraDocument;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.server.WebApplication;
import org.tombolo.web.session.Sessions;
import org.tombolo.web.token.AccessToken;
import org.tombolo.web.token.Scopes;
import org.tombolo.web.webrtc.CallHandlingResource;
import org.tombolo.web.webrtc.DeviceEventsResource;
import org.tombolo.web.webrtc.MediaSessions;
import org.tombolo.web.webrtc.RegistrationResource;
import org.tombolo.web.webrtc.Registrations;
import org.tombolo.web.webrtc.SubscriptionResource;
import org.tombolo.web.webrtc.Subscriptions;
import org.tombolo.web.webrtc.Users;

/** CAMARA's WebRTC APIs over HTTP with phones that the test plays, each response held against CAMARA's documents. */
class DevicesTest {
    private static final CamaraDocument REGISTRATION = new CamaraDocument("openapi/webrtc-registration.r2.2.yaml");
    private static final CamaraDocument CALLS = new CamaraDocument("openapi/webrtc-call-handling.r2.2.yaml");
    private static final CamaraDocument EVENTS = new CamaraDocument("openapi/webrtc-events.r2.2.yaml");
    private static final String OFFER = PageScene.offer("", "sendrecv");
    private static final String PHONE = sdp("m=audio 4000 RTP/AVP 0");
    private static final String TYPE = "org.camaraproject.webrtc-events.v0.";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Tomcat tomcat = new Tomcat();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final TestStore store = TestStore.inMemory();
    private final List<Delivery> delivered = new CopyOnWriteArrayList<>();
    private volatile SinkClient.Kind sink = SinkClient.Kind.DELIVERED;
    private EventStreams streams;
    private PageScene scene;
    private Set<String> scopes = Scopes.all();

    @BeforeEach
    void start() throws IOException, LifecycleException {
        scene = new PageScene(2);
        streams = new EventStreams(timers, workers);
        Instant now = Instant.now();
        store.clients.add(client("phone-app", Optional.of(PageScene.ALICE), now), "hash");
        store.clients.add(client("nobodys", Optional.empty(), now), "hash");
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setAttribute("address", "127.0.0.1");
        Context context = tomcat.addContext("", folder.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        context.addServletContainerInitializer((classes, c) -> application().start(c), Set.of());
        tomcat.start();
    }

    private static ApiClient client(String id, Optional<org.tombolo.identity.WebUser> owner, Instant now) {
        return new ApiClient(
                id, id, owner, Set.of(), true, now, Optional.empty(), ApiClient.Quota.USUAL, Optional.empty());
    }

    private WebApplication application() {
        Clock clock = Clock.systemUTC();
        FakeAssociations associations = new FakeAssociations();
        associations.add("tel:+15550001", "web:alice", Service.VIDEO);
        associations.add("sip:alice@ims.localhost", "web:alice", Service.VIDEO);
        Users users = new Users(store.clients);
        MediaSessions sessions = new MediaSessions(scene.calls, associations);
        Registrations registrations = new Registrations(scene.calls, sessions, timers, clock);
        Subscriptions subscriptions =
                new Subscriptions(registrations, "http://tombolo.test", this::post, workers, timers, clock);
        Access access = new Access(
                token -> Optional.of(new AccessToken(token, scopes)),
                new Sessions(Map.of(), new SecureRandom(), clock),
                new SignedLinks(new SecureRandom(), clock));
        return new WebApplication(
                access,
                new MapMetrics(),
                InMemoryTrace.ofOrdinarySize(),
                clock,
                List.of(
                        new RegistrationResource(registrations, sessions, users),
                        new CallHandlingResource(scene.calls, registrations, sessions, users),
                        new SubscriptionResource(subscriptions, registrations, users, clock),
                        new DeviceEventsResource(registrations, subscriptions, users, streams)));
    }

    private SinkClient.Attempt post(Delivery delivery) {
        if (sink == SinkClient.Kind.DELIVERED) {
            delivered.add(delivery);
        }
        return new SinkClient.Attempt(sink, "test");
    }

    @AfterEach
    void stop() throws LifecycleException {
        streams.close();
        scene.calls.endAll();
        tomcat.stop();
        tomcat.destroy();
        scene.close();
        timers.shutdownNow();
        workers.shutdownNow();
        store.close();
    }

    // ---- requests

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(
            CamaraDocument document, String method, String path, String operation, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            document.assertResponse(method.toLowerCase(Locale.ROOT), operation, response.statusCode(), response.body());
            assertThat(response.headers().firstValue("x-correlator")).as(path).isPresent();
            return response;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> send(
            CamaraDocument document, String method, String path, String operation, String body) {
        HttpRequest.Builder request = request(document.base() + path, "phone-app")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return send(document, method, path, operation, request);
    }

    private HttpResponse<String> register(String device) {
        return send(REGISTRATION, "POST", "/sessions", "/sessions", "{\"deviceId\":\"" + device + "\"}");
    }

    private String registered() {
        HttpResponse<String> response = register(UUID.randomUUID().toString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body()).path("registrationId").asText();
    }

    private HttpResponse<String> call(String registration, String body) {
        HttpRequest.Builder request = request(CALLS.base() + "/sessions", "phone-app")
                .header("registrationId", registration)
                .POST(BodyPublishers.ofString(body));
        return send(CALLS, "POST", "/sessions", "/sessions", request);
    }

    private HttpResponse<String> session(String method, String id) {
        return send(CALLS, method, "/sessions/" + id, "/sessions/{mediaSessionId}", "");
    }

    private HttpResponse<String> status(String id, String body) {
        return send(CALLS, "PUT", "/sessions/" + id + "/status", "/sessions/{mediaSessionId}/status", body);
    }

    private HttpResponse<String> subscribe(String body) {
        return send(EVENTS, "POST", "/subscriptions", "/subscriptions", body);
    }

    private static String subscription(String type, String detail) {
        return "{\"protocol\":\"HTTP\",\"sink\":\"https://sink.example/\",\"types\":[\"" + TYPE + type
                + "\"],\"config\":{\"subscriptionDetail\":{" + detail + "}}}";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }

    private static String wanted(String more) {
        return "{\"originatorAddress\":\"tel:+15550001\",\"receiverAddress\":\"sip:bob@ims.localhost\",\"offer\":{\"sdp\":"
                + quoted(OFFER) + "}" + more + "}";
    }

    /** A page's stream of events, as the lines of its data come. */
    private List<JsonNode> listen(String registration, String last) {
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        HttpRequest request = request("/api/v1/webrtc/registrations/" + registration + "/events", "phone-app")
                .header("Last-Event-ID", last)
                .header("Accept", "text/event-stream")
                .build();
        CompletableFuture<HttpResponse<Stream<String>>> response = CLIENT.sendAsync(request, BodyHandlers.ofLines());
        workers.execute(() -> response.join()
                .body()
                .filter(line -> line.startsWith("data:"))
                .forEach(line -> events.add(json(line.substring(5)))));
        await().until(() -> streams.size() > 0);
        return events;
    }

    private static List<String> told(List<JsonNode> events) {
        List<String> told = new ArrayList<>();
        for (JsonNode event : events) {
            String type = event.path("type").asText().replace(TYPE, "");
            JsonNode data = event.path("data");
            told.add((type + " "
                    + data.path("status").asText(data.path("terminationReason").asText())));
        }
        return told;
    }

    // ---- registration

    @Test
    void aDeviceIsRegisteredRefreshedAndGone() {
        HttpResponse<String> made = register("7d444840-9dc0-11d1-b245-5ffdce74fad2");
        assertThat(json(made.body()).at("/regInfo/phoneNumber").asText()).isEqualTo("+15550001");
        String id = json(made.body()).path("registrationId").asText();
        Instant wanted = Instant.now().plusSeconds(600);
        JsonNode longer = json(send(
                        REGISTRATION,
                        "PUT",
                        "/sessions/" + id,
                        "/sessions/{registrationId}",
                        "{\"registrationExpireTime\":\"" + wanted + "\"}")
                .body());
        assertThat(Instant.parse(longer.path("expiresAt").asText())).isBetween(wanted.minusSeconds(2), wanted);
        assertThat(send(REGISTRATION, "DELETE", "/sessions/" + id, "/sessions/{registrationId}", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send(REGISTRATION, "DELETE", "/sessions/" + id, "/sessions/{registrationId}", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call(id, wanted("")).statusCode()).isEqualTo(403);
    }

    @Test
    void aDeviceHasOneRegistrationAndAUserTenDevices() {
        String device = UUID.randomUUID().toString();
        String first = json(register(device).body()).path("registrationId").asText();
        List<JsonNode> events = listen(first, "");
        register(device);
        await().untilAsserted(() -> assertThat(told(events)).containsExactly("registration-ends NETWORK_TERMINATED"));
        for (int i = 0; i < 9; i++) {
            assertThat(register(UUID.randomUUID().toString()).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> eleventh = register(UUID.randomUUID().toString());
        assertThat(eleventh.statusCode()).isEqualTo(403);
        assertThat(eleventh.body()).contains("MAX_DEVICES_PER_USER");
    }

    @Test
    void whoMayNotIsRefused() {
        assertThat(register("no-uuid").statusCode()).isEqualTo(400);
        HttpRequest.Builder nobodys = request(REGISTRATION.base() + "/sessions", "nobodys")
                .POST(BodyPublishers.ofString("{\"deviceId\":\"" + UUID.randomUUID() + "\"}"));
        assertThat(send(REGISTRATION, "POST", "/sessions", "/sessions", nobodys).body())
                .contains("INVALID_TOKEN_CONTEXT");
        scopes = Set.of("calls:read");
        assertThat(register(UUID.randomUUID().toString()).statusCode()).isEqualTo(403);
    }

    // ---- calls

    @Test
    void aDeviceCallsAPhone() {
        String registration = registered();
        List<JsonNode> events = listen(registration, "");
        HttpResponse<String> made = call(registration, wanted(",\"clientCorrelator\":\"c-1\""));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode session = json(made.body());
        assertThat(session.at("/answer/sdp").asText()).contains("a=ice-lite");
        assertThat(session.path("clientCorrelator").asText()).isEqualTo("c-1");
        String id = session.path("mediaSessionId").asText();
        assertThat(json(call(registration, wanted(",\"clientCorrelator\":\"c-1\""))
                                .body())
                        .path("mediaSessionId")
                        .asText())
                .as("sent again")
                .isEqualTo(id);
        FakeDialog phone = scene.invited.get(0);
        assertThat(phone.done).containsExactly("INVITE sip:bob@ims.localhost from tel:+15550001");
        phone.rings();
        phone.answers(PHONE);
        assertThat(json(session("GET", id).body()).path("status").asText()).isEqualTo("Connected");
        assertThat(call(registration, wanted("")).statusCode()).as("in a call").isEqualTo(409);
        assertThat(session("DELETE", id).statusCode()).isEqualTo(204);
        assertThat(phone.done).endsWith("BYE");
        assertThat(json(session("GET", id).body()).path("status").asText()).isEqualTo("Terminated");
        assertThat(session("DELETE", id).statusCode()).isEqualTo(404);
        await().untilAsserted(() -> assertThat(told(events))
                .containsExactly(
                        "session-status Initial",
                        "session-status Ringing",
                        "session-status Connected",
                        "session-status Terminated"));
        events.forEach(DevicesTest::assertEvent);
        List<JsonNode> again = listen(registration, registration + ".2");
        await().untilAsserted(() ->
                assertThat(told(again)).containsExactly("session-status Connected", "session-status Terminated"));
    }

    /** The document asks for mediaSessionId and status beside data, where none of its examples has them: the data is held against its schema. */
    private static void assertEvent(JsonNode event) {
        EVENTS.assertSchema("/components/schemas/Source", event.path("source").toString());
        String schema = event.path("type").asText().endsWith("session-invitation")
                ? "MediaSessionInvite"
                : "MediaSessionStatusUpdate";
        EVENTS.assertSchema("/components/schemas/" + schema, event.path("data").toString());
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    }

    @ParameterizedTest
    @CsvSource({"486, Busy", "603, Declined", "480, NotReachable", "408, NoAnswer", "500, Failed"})
    void whatAPhoneSaysIsASessionStatus(int status, String word) {
        String registration = registered();
        String id = json(call(registration, wanted("")).body())
                .path("mediaSessionId")
                .asText();
        scene.invited.get(0).ends(new LegEnd.Refused(status, "", 0));
        assertThat(json(session("GET", id).body()).path("status").asText()).isEqualTo(word);
    }

    @Test
    void aPhoneCallsADeviceThatAnswersWithItsOffer() {
        String registration = registered();
        List<JsonNode> events = listen(registration, "");
        FakeDialog phone = scene.invite("sip:alice@ims.localhost", PHONE);
        await().untilAsserted(() -> assertThat(told(events)).containsExactly("session-invitation Initial"));
        JsonNode invitation = events.get(0).path("data");
        assertThat(invitation.path("offerRequired").asBoolean()).isTrue();
        assertThat(invitation.path("receiverAddress").asText()).isEqualTo("sip:alice@ims.localhost");
        String id = invitation.path("mediaSessionId").asText();
        assertThat(status(id, "{\"status\":\"Ringing\"}").statusCode()).isEqualTo(204);
        assertThat(status(id, "{\"status\":\"Connected\",\"answer\":{\"sdp\":\"v=0\"}}")
                        .body())
                .contains("offer.sdp: is required");
        HttpResponse<String> answered =
                status(id, "{\"status\":\"Connected\",\"offer\":{\"sdp\":" + quoted(OFFER) + "}}");
        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
        assertThat(json(answered.body()).at("/answer/sdp").asText()).contains("a=ice-lite");
        assertThat(phone.done).contains("200");
        phone.ends(new LegEnd.HungUp());
        await().untilAsserted(() -> assertThat(told(events))
                .containsExactly(
                        "session-invitation Initial", "session-status Connected", "session-status Terminated"));
        events.forEach(DevicesTest::assertEvent);
    }

    @Test
    void aDeviceDeclinesAndWhoIsNotRegisteredIsNotCalled() {
        FakeDialog unheard = scene.invite("sip:alice@ims.localhost", PHONE);
        scene.calls.endAll();
        assertThat(scene.calls.serves(
                        scene.request("sip:alice@ims.localhost", PHONE).message()))
                .as("no device is registered")
                .isFalse();
        String registration = registered();
        List<JsonNode> events = listen(registration, "");
        FakeDialog phone = scene.invite("sip:alice@ims.localhost", PHONE);
        await().until(() -> !events.isEmpty());
        String id = events.get(0).at("/data/mediaSessionId").asText();
        assertThat(status(id, "{\"status\":\"Declined\"}").statusCode()).isEqualTo(204);
        assertThat(phone.done).contains("603");
        assertThat(unheard.done).doesNotContain("603");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"receiverAddress\":\"sip:bob@ims.localhost\"} | 400",
                "{\"receiverAddress\":\"sip:bob@ims.localhost\",\"offer\":{\"sdp\":\"garbage\"}} | 400",
                "{\"offer\":{\"sdp\":\"v=0\"}} | 400",
                "{\"receiverAddress\":\"sip:bob@ims.localhost\",\"status\":\"Initial\",\"offer\":{\"sdp\":\"v=0\"}} | 400",
                "{\"originatorAddress\":\"tel:+15550002\",\"receiverAddress\":\"sip:bob@ims.localhost\",\"offer\":{\"sdp\":\"v=0\"}} | 403",
                "{\"x\":1} | 400"
            })
    void badSessionsAreRefused(String body, int status) {
        assertThat(call(registered(), body).statusCode()).isEqualTo(status);
        assertThat(scene.invited).isEmpty();
    }

    @Test
    void badUpdatesAreRefused() {
        String registration = registered();
        String id = json(call(registration, wanted("")).body())
                .path("mediaSessionId")
                .asText();
        assertThat(status(id, "{\"status\":\"Hold\"}").statusCode()).isEqualTo(400);
        assertThat(status(id, "{\"status\":\"Busy\"}").statusCode()).isEqualTo(400);
        assertThat(status(id, "{}").statusCode()).isEqualTo(400);
        assertThat(status(id, "{\"status\":\"Connected\",\"offer\":{\"sdp\":\"v=0\"}}")
                        .statusCode())
                .as("who calls does not answer")
                .isEqualTo(400);
        assertThat(status("unknown", "{\"status\":\"Ringing\"}").statusCode()).isEqualTo(404);
        HttpRequest.Builder without =
                request(CALLS.base() + "/sessions", "phone-app").POST(BodyPublishers.ofString(wanted("")));
        assertThat(send(CALLS, "POST", "/sessions", "/sessions", without).statusCode())
                .isEqualTo(400);
    }

    // ---- subscriptions

    @Test
    void eventsGoToASinkUntilTheSubscriptionEnds() {
        String registration = registered();
        HttpResponse<String> made =
                subscribe(subscription("session-invitation", "\"registrationId\":\"" + registration + "\"")
                        .replace("}}}", "},\"subscriptionMaxEvents\":1}}"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = json(made.body()).path("id").asText();
        scene.invite("sip:alice@ims.localhost", PHONE);
        await().until(() -> delivered.size() == 2);
        JsonNode invitation = json(delivered.get(0).event().json());
        assertThat(invitation.at("/data/subscriptionId").asText()).isEqualTo(id);
        assertEvent(invitation);
        EVENTS.assertSchema(
                "/components/schemas/EventSubscriptionEnded",
                delivered.get(1).event().json());
        assertThat(delivered.get(1).event().json()).contains("MAX_EVENTS_REACHED");
        assertThat(json(send(EVENTS, "GET", "/subscriptions", "/subscriptions", "")
                        .body()))
                .isEmpty();
    }

    @Test
    void subscriptionsAreSeenAndDeletedAndEndWithTheRegistration() {
        String registration = registered();
        String detail = "\"registrationId\":\"" + registration + "\"";
        String deleted = json(subscribe(subscription("registration-ends", detail))
                        .body())
                .path("id")
                .asText();
        String one = "/subscriptions/" + deleted;
        String operation = "/subscriptions/{subscriptionId}";
        assertThat(send(EVENTS, "GET", one, operation, "").statusCode()).isEqualTo(200);
        assertThat(send(EVENTS, "DELETE", one, operation, "").statusCode()).isEqualTo(204);
        assertThat(send(EVENTS, "DELETE", one, operation, "").statusCode()).isEqualTo(404);
        await().until(() -> delivered.size() == 1);
        assertThat(delivered.get(0).event().json()).contains("SUBSCRIPTION_DELETED");
        subscribe(subscription("registration-ends", detail));
        send(REGISTRATION, "DELETE", "/sessions/" + registration, "/sessions/{registrationId}", "");
        await().until(() -> delivered.size() == 3);
        EVENTS.assertSchema(
                "/components/schemas/EventRegistrationEnds",
                delivered.get(1).event().json());
        assertThat(delivered.get(2).event().json()).contains("NETWORK_TERMINATED");
    }

    @Test
    void aSinkThatFailsIsTriedAgain() {
        String registration = registered();
        String detail = "\"registrationId\":\"" + registration + "\"";
        subscribe(subscription("session-invitation", detail));
        sink = SinkClient.Kind.FAILED;
        scene.invite("sip:alice@ims.localhost", PHONE);
        sink = SinkClient.Kind.DELIVERED;
        await().until(() -> delivered.size() == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, MQTT, 400, INVALID_PROTOCOL",
        "https:, http:, 400, INVALID_SINK",
        "session-invitation, nonsense, 400, INVALID_ARGUMENT",
        "session-invitation, session-status, 422, MISSING_IDENTIFIER",
        "\"registrationId\":\", \"registrationId\":\"x, 403, SUBSCRIPTION_MISMATCH"
    })
    void badSubscriptionsAreRefused(String part, String replaced, int status, String code) {
        String body = subscription("session-invitation", "\"registrationId\":\"" + registered() + "\"");
        HttpResponse<String> response = subscribe(body.replace(part, replaced));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void eachTypeNeedsItsScope() {
        String body = subscription("session-invitation", "\"registrationId\":\"" + registered() + "\"");
        scopes = Set.of("webrtc-events:" + TYPE + "registration-ends:create");
        assertThat(subscribe(body).statusCode()).isEqualTo(403);
        scopes = Set.of("webrtc-events:" + TYPE + "session-invitation:create");
        assertThat(subscribe(body).statusCode()).isEqualTo(201);
    }
}
