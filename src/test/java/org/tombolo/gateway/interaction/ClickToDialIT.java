package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;
import org.tombolo.web.token.Issuer;

/** Calls between softphones and scripted parties, through the gateway as users run it. */
class ClickToDialIT {
    private static final String DOMAIN = "ims.localhost";
    private static final String ALICE = "+15550001";
    private static final String BOB = "+15550002";
    private static final String AUDIO = "m=audio 40006 RTP/AVP 0";
    private static final Pattern CALL_ID = Pattern.compile("\"callId\":\"([^\"]+)\"");
    private static final Pattern STATE =
            Pattern.compile("\"status\":\\{\"state\":\"(\\w+)\"(?:,\"reason\":\"(\\w+)\")?");
    private static final Set<String> SCOPES = Set.of(
            "click-to-dial:calls:create", "click-to-dial:calls:read", "click-to-dial:calls:delete", "calls:read");

    private static final Standalone standalone = Standalone.in(Container.RESTCOMM);
    private static final Gateway gateway = standalone.gateway();
    private static final Path data = standalone.data();

    private static Gateway started(Path its) throws IOException {
        Gateway started = Gateway.start(Container.RESTCOMM, its, Map.of());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.readString(started.output()).contains("ready for SIP"));
        return started;
    }

    @Test
    void twoPhonesHearEachOther() throws Exception {
        try (Baresip alice = phone("alice", 440);
                Baresip bob = phone("bob", 600)) {
            String id = call();
            alice.await("CALL_INCOMING");
            alice.accept();
            bob.await("CALL_INCOMING");
            bob.accept();
            awaitStatus(id, "connected");
            await().untilAsserted(() -> assertThat(alice.heard()).isCloseTo(600, Offset.offset(20)));
            await().untilAsserted(() -> assertThat(bob.heard()).isCloseTo(440, Offset.offset(20)));
            assertThat(delete(id)).isEqualTo(204);
            alice.await("CALL_CLOSED");
            bob.await("CALL_CLOSED");
            assertThat(states(id))
                    .containsExactly(
                            "initiating", "callingCaller", "callingCallee", "connected", "disconnected hangUp");
        }
        assertNothingLeft();
    }

    @Test
    void aPhoneHangsUp() throws Exception {
        try (Baresip alice = phone("alice", 440);
                Baresip bob = phone("bob", 600)) {
            String id = call();
            alice.await("CALL_INCOMING");
            alice.accept();
            bob.await("CALL_INCOMING");
            bob.accept();
            awaitStatus(id, "connected");
            bob.hangUp();
            alice.await("CALL_CLOSED");
            assertThat(states(id)).endsWith("disconnected hangUp");
        }
        assertNothingLeft();
    }

    /** RFC 3725 4.1: in flow I the caller's 200 would have gone without its ACK for longer than Timer H. */
    @Test
    void aCalleeWhoRingsFor35SecondsIsConnected() throws Exception {
        try (Sipp alice = party("alice", "call-answer.xml", Map.of());
                Sipp bob = party("bob", "call-answer.xml", Map.of("first", AUDIO, "ringing", "35000"))) {
            String id = call();
            await().atMost(Duration.ofSeconds(45)).until(() -> status(id).equals("connected"));
            assertThat(delete(id)).isEqualTo(204);
            assertOk(alice, bob);
        }
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "486 Busy Here, disconnected calleeBusy",
        "603 Decline, disconnected calleeBusy",
        "404 Not Found, failed calleeFailure",
        "480 Temporarily Unavailable, failed calleeFailure",
        "408 Request Timeout, failed calleeNoAnswer",
    })
    void aCalleeWhoRefusesEndsTheCallersLeg(String status, String end) throws Exception {
        try (Sipp alice = party("alice", "call-answer.xml", Map.of());
                Sipp bob = party("bob", "call-refuse.xml", Map.of("status", status))) {
            String id = call();
            awaitEnd(id);
            assertThat(states(id)).containsExactly("initiating", "callingCaller", "callingCallee", end);
            assertOk(alice, bob);
            assertThat(received(alice, m -> m.startsWith("BYE"))).anyMatch(m -> m.contains("Reason: Q.850;cause="));
        }
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "486 Busy Here, disconnected callerBusy",
        "603 Decline, disconnected callerAbandon",
        "404 Not Found, failed callerFailure",
    })
    void aCallerWhoRefusesEndsIt(String status, String end) throws Exception {
        try (Sipp alice = party("alice", "call-refuse.xml", Map.of("status", status))) {
            String id = call();
            awaitEnd(id);
            assertThat(states(id)).containsExactly("initiating", "callingCaller", end);
            assertOk(alice);
        }
        assertNothingLeft();
    }

    @Test
    void aCallerWhoHangsUpWhileTheCalleeRingsAbandons() throws Exception {
        try (Sipp alice = party("alice", "call-hangup.xml", Map.of());
                Sipp bob = party("bob", "call-ring.xml", Map.of())) {
            String id = call();
            awaitEnd(id);
            assertThat(states(id)).endsWith("callingCallee", "disconnected callerAbandon");
            assertOk(alice, bob);
        }
        assertNothingLeft();
    }

    @Test
    void aClientEndsACallThatRings() throws Exception {
        try (Sipp alice = party("alice", "call-ring.xml", Map.of())) {
            String id = call();
            awaitStatus(id, "callingCaller");
            await().until(() -> alice.messages().stream().anyMatch(m -> m.contains("180 Ringing")));
            assertThat(delete(id)).isEqualTo(204);
            assertThat(states(id)).endsWith("disconnected hangUp");
            assertOk(alice);
        }
        assertNothingLeft();
    }

    /** RFC 3725 4.3, for a caller that cannot take an offer without media lines. */
    @Test
    void flowIiiConnectsToo() throws Exception {
        try (Sipp alice = party("alice", "call-flow3.xml", Map.of(), 2);
                Sipp bob = party("bob", "call-answer.xml", Map.of("first", AUDIO))) {
            String id = call();
            awaitStatus(id, "connected");
            List<String> offers = received(alice, m -> m.startsWith("INVITE") && m.contains("m=video 0"));
            assertThat(offers).hasSize(1).first().asString().containsPattern("m=video 0 .*\\R" + AUDIO);
            assertThat(delete(id)).isEqualTo(204);
            assertOk(alice, bob);
        }
        assertNothingLeft();
    }

    @Test
    void aPartyWithoutAPhoneIsAFailure() throws Exception {
        String id = call("+15550003", BOB);
        awaitEnd(id);
        assertThat(states(id)).containsExactly("initiating", "callingCaller", "failed callerFailure");
    }

    @Test
    void afterACrashTheFinalEventSaysSo(@TempDir Path own) throws Exception {
        Gateway first = started(own);
        String id;
        try (Sipp alice = party(first, own, "alice", "call-answer.xml", Map.of(), 1);
                Sipp bob = party(first, own, "bob", "call-answer.xml", Map.of("first", AUDIO), 1)) {
            id = call(first, own, ALICE, BOB);
            await().until(() -> status(first, own, id).equals("connected"));
        } finally {
            first.kill9();
        }
        try (Gateway second = started(own)) {
            await().until(() -> status(second, own, id).equals("disconnected"));
            assertThat(states(second, own, id)).endsWith("connected", "disconnected other");
        }
    }

    // ---- parties

    private static Baresip phone(String user, int hertz) throws IOException {
        Baresip.Account account =
                new Baresip.Account(user, DOMAIN, password(data, user), "127.0.0.1:" + gateway.sipPort());
        Baresip phone = Baresip.start(account, hertz);
        // What it prints and not its event: the phone may be registered before its control port is connected.
        await().atMost(Duration.ofSeconds(20)).until(() -> phone.output().contains("200 OK () ["));
        return phone;
    }

    private static Sipp party(String user, String scenario, Map<String, String> values) throws IOException {
        return party(user, scenario, values, 1);
    }

    private static Sipp party(String user, String scenario, Map<String, String> values, int calls) throws IOException {
        return party(gateway, data, user, scenario, values, calls);
    }

    private static Sipp party(Gateway at, Path its, String user, String scenario, Map<String, String> values, int calls)
            throws IOException {
        int port = Ports.free();
        Sipp.Builder builder = Sipp.scenario(scenario).listen("127.0.0.1", port).calls(calls);
        values.forEach(builder::with);
        Sipp party = builder.start();
        Sipp.Result registered = Sipp.scenario("register.xml")
                .to("127.0.0.1:" + at.sipPort())
                .listen("127.0.0.1", Ports.free())
                .with("user", user)
                .with("domain", DOMAIN)
                .with("contact", "127.0.0.1:" + port)
                .with("password", password(its, user))
                .run();
        assertThat(registered.ok()).as(registered.toString()).isTrue();
        return party;
    }

    private static String password(Path its, String user) throws IOException {
        Properties accounts = new Properties();
        try (var in = Files.newBufferedReader(its.resolve("accounts.properties"))) {
            accounts.load(in);
        }
        return accounts.getProperty(user + "@" + DOMAIN);
    }

    private static void assertOk(Sipp... parties) throws IOException {
        for (Sipp party : parties) {
            Sipp.Result result = party.await(Duration.ofSeconds(20));
            assertThat(result.ok()).as(result.toString()).isTrue();
        }
    }

    private static List<String> received(Sipp party, Predicate<String> which) throws IOException {
        return party.messages().stream()
                .filter(m -> m.startsWith("received"))
                .map(m -> m.substring(m.indexOf('\n') + 1).strip())
                .filter(which)
                .toList();
    }

    // ---- the API

    private static String call() throws Exception {
        return call(ALICE, BOB);
    }

    private static String call(String caller, String callee) throws Exception {
        return call(gateway, data, caller, callee);
    }

    private static String call(Gateway at, Path its, String caller, String callee) throws Exception {
        String body = "{\"caller\":{\"number\":\"" + caller + "\"},\"callee\":{\"number\":\"" + callee + "\"}}";
        HttpResponse<String> response = send(request(at, its, "/click-to-dial/v0.2rc1/calls")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        Matcher matcher = CALL_ID.matcher(response.body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static int delete(String id) throws Exception {
        return send(request(gateway, data, "/click-to-dial/v0.2rc1/calls/" + id).DELETE())
                .statusCode();
    }

    private static String status(String id) throws Exception {
        return status(gateway, data, id);
    }

    private static String status(Gateway at, Path its, String id) throws Exception {
        String body = send(request(at, its, "/click-to-dial/v0.2rc1/calls/" + id)
                        .GET())
                .body();
        return body.replaceAll(".*\"status\":\"(\\w+)\".*", "$1");
    }

    private static void awaitStatus(String id, String status) {
        await().until(() -> status(id).equals(status));
    }

    private static void awaitEnd(String id) {
        await().until(() -> Set.of("disconnected", "failed").contains(status(id)));
    }

    /** All events of a call that is over, from the stream, which ends by itself. */
    private static List<String> states(String id) throws Exception {
        return states(gateway, data, id);
    }

    private static List<String> states(Gateway at, Path its, String id) throws Exception {
        String stream =
                send(request(at, its, "/api/v1/calls/" + id + "/events").GET()).body();
        return STATE.matcher(stream)
                .results()
                .map(m -> m.group(1) + (m.group(2) == null ? "" : " " + m.group(2)))
                .toList();
    }

    private static void assertNothingLeft() {
        await().until(() -> gateway.get("/metrics").orElseThrow().body().contains("tombolo_calls_active 0"));
    }

    private static HttpRequest.Builder request(Gateway at, Path its, String path) throws IOException {
        String token = Issuer.open(its, Clock.systemUTC()).issue("demo", SCOPES);
        return HttpRequest.newBuilder(URI.create(at.url() + path)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
