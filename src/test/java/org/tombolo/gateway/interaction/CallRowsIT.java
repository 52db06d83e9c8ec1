package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.interaction.CallDriver.assertOk;
import static org.tombolo.gateway.interaction.CallDriver.received;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.Tone;
import org.tombolo.web.camara.ClickToDialYaml;

/** How calls end and what parties may do: one scripted scenario a row, through the gateway as users run it. */
class CallRowsIT {
    private static final String AUDIO = "m=audio 40006 RTP/AVP 0";

    private static final Standalone standalone = Standalone.in(Container.RESTCOMM);
    private static final Gateway gateway = standalone.gateway();
    private static final CallDriver calls = new CallDriver(gateway, standalone.data());

    /** Scenarios of caller and callee, or the number of a callee without a phone, what the client asks for, and the end. */
    private record Row(String caller, String callee, String asks, String when, String end) {}

    static Stream<Arguments> rows() {
        return Stream.of(
                        new Row(
                                "call-ring.xml",
                                "+15550099",
                                ",\"ringTimeout\":1",
                                "",
                                "failed callerNoAnswer ringTimeout"),
                        new Row(
                                "call-answer.xml",
                                "call-ring.xml",
                                ",\"ringTimeout\":1",
                                "",
                                "failed calleeNoAnswer ringTimeout"),
                        new Row(
                                "call-answer.xml",
                                "call-answer.xml",
                                ",\"maxDuration\":1",
                                "",
                                "disconnected other maximumDuration"),
                        new Row(
                                "call-answer.xml",
                                "call-ring.xml",
                                "",
                                "callingCallee",
                                "disconnected hangUp endedByClient"),
                        new Row(
                                "call-answer.xml",
                                "call-slow.xml",
                                "",
                                "callingCallee",
                                "disconnected hangUp endedByClient"),
                        new Row(
                                "call-answer.xml",
                                "call-answer.xml",
                                "",
                                "connected",
                                "disconnected hangUp endedByClient"),
                        new Row(
                                "call-answer.xml",
                                "call-early.xml",
                                "",
                                "connected",
                                "disconnected hangUp endedByClient"),
                        new Row(
                                "call-answer.xml",
                                "call-fork.xml",
                                "",
                                "connected",
                                "disconnected hangUp endedByClient"),
                        new Row(
                                "call-glare.xml",
                                "call-answer.xml",
                                "",
                                "connected",
                                "disconnected hangUp endedByClient"),
                        new Row("call-answer.xml", "call-garbage.xml", "", "", "failed calleeFailure noDescription"),
                        new Row("call-answer.xml", "call-bye-twice.xml", "", "", "disconnected hangUp endedByCallee"),
                        new Row("call-answer.xml", "+15550003", "", "", "failed calleeFailure sip480"),
                        new Row("call-answer.xml", "+15550099", "", "", "failed calleeFailure sip404"))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource
    void rows(Row row) throws Exception {
        try (Phones phones = new Phones()) {
            Sipp alice = phones.add("alice", row.caller());
            String callee = row.callee().startsWith("+") ? row.callee() : phones.addBob(row.callee());
            String id = calls.call("+15550001", callee, row.asks());
            if (!row.when().isEmpty()) {
                calls.awaitStatus(id, row.when());
                phones.awaitRinging(row);
                assertThat(calls.send("DELETE", "/api/v1/calls/" + id, "").statusCode())
                        .isEqualTo(204);
            }
            assertThat(calls.end(id)).isEqualTo(row.end());
            assertThat(calls.finalEvents(id)).isEqualTo(1);
            phones.assertOk();
            assertThat(received(alice, "INVITE").get(0)).contains("Supported:", "100rel", "timer");
        }
        calls.assertNothingLeft();
    }

    /** Those of one row. */
    private static final class Phones implements AutoCloseable {
        private final List<Sipp> all = new ArrayList<>();

        Sipp add(String user, String scenario) throws IOException {
            Sipp phone = calls.party(user, scenario, user.equals("bob") ? Map.of("first", AUDIO) : Map.of(), 1);
            all.add(phone);
            return phone;
        }

        String addBob(String scenario) throws IOException {
            add("bob", scenario);
            return "+15550002";
        }

        /** A phone that is to be cancelled rings first. */
        void awaitRinging(Row row) {
            if (row.callee().equals("call-ring.xml")) {
                await().until(() -> all.get(1).messages().stream().anyMatch(m -> m.contains("180 Ringing")));
            }
        }

        void assertOk() throws IOException {
            CallDriver.assertOk(all.toArray(new Sipp[0]));
        }

        @Override
        public void close() {
            all.forEach(Sipp::close);
        }
    }

    @Test
    void earlyMediaReachTheCallerBeforeTheAnswer() throws Exception {
        try (Sipp alice = calls.party("alice", "call-answer.xml", Map.of(), 1);
                Sipp bob = calls.party("bob", "call-early.xml", Map.of("ringing", "1500"), 1)) {
            String id = calls.call("");
            await().until(() -> received(alice, "INVITE").size() == 2);
            assertThat(calls.status(id)).isEqualTo("callingCallee");
            assertThat(received(alice, "INVITE").get(1)).contains(AUDIO);
            await().until(() -> !received(bob, "PRACK").isEmpty());
            assertThat(received(bob, "PRACK").get(0)).contains("m=audio 40002");
            calls.awaitStatus(id, "connected");
            calls.send("DELETE", "/api/v1/calls/" + id, "");
            assertOk(alice, bob);
        }
    }

    @Test
    void sessionTimersAreKept() throws Exception {
        try (Sipp alice = calls.party("alice", "call-422.xml", Map.of(), 2);
                Sipp bob = calls.party("bob", "call-timer.xml", Map.of(), 1)) {
            String id = calls.call("");
            await().until(() -> !received(bob, "ACK").isEmpty());
            assertThat(received(bob, "INVITE").get(0)).contains("Session-Expires: 1800;refresher=uas");
            assertThat(received(alice, "INVITE").get(1))
                    .contains("Session-Expires: 3600;refresher=uas", "Min-SE: 3600");
            await().until(() ->
                    bob.messages().stream().anyMatch(m -> m.contains("refresher=uac") && m.contains("200 OK")));
            calls.send("DELETE", "/api/v1/calls/" + id, "");
            assertOk(alice, bob);
        }
        calls.assertNothingLeft();
    }

    @Test
    void anAnonymousCallerIsNotShown() throws Exception {
        try (Sipp alice = calls.party("alice", "call-answer.xml", Map.of(), 1);
                Sipp bob = calls.party("bob", "call-answer.xml", Map.of("first", AUDIO), 1)) {
            String id = calls.call(",\"anonymous\":true");
            calls.awaitStatus(id, "connected");
            assertThat(received(bob, "INVITE").get(0))
                    .contains("sip:anonymous@anonymous.invalid", "Privacy: id")
                    .doesNotContain("15550001@");
            calls.send("DELETE", "/api/v1/calls/" + id, "");
            assertOk(alice, bob);
        }
    }

    @Test
    void softphonesAreMutedAndTransferred() throws Exception {
        try (Baresip alice = calls.phone("alice", 440);
                Baresip bob = calls.phone("bob", 600);
                Baresip carol = calls.phone("demo", 800)) {
            String id = calls.call("");
            alice.await("CALL_INCOMING");
            alice.accept();
            bob.await("CALL_INCOMING");
            bob.accept();
            calls.awaitStatus(id, "connected");
            await().untilAsserted(() -> assertThat(alice.heard()).isCloseTo(600, Offset.offset(20)));
            assertThat(calls.send("PATCH", "/api/v1/calls/" + id + "/legs/callee", "{\"held\":true}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(calls.send("PATCH", "/api/v1/calls/" + id + "/legs/callee", "{\"held\":false}")
                            .statusCode())
                    .isEqualTo(200);
            wish(id, "recording", "");
            wish(id, "legs/callee/keys", "{\"keys\":\"0123456789\"}");
            await().untilAsserted(() -> assertThat(bob.keys()).isEqualTo("0123456789"));
            wish(id, "transfer", "{\"leg\":\"callee\",\"to\":\"+15550003\",\"mode\":\"blind\"}");
            bob.await("CALL_CLOSED");
            carol.await("CALL_INCOMING");
            carol.accept();
            // Her recorder drops what a second source sends, whose RTP timestamps begin elsewhere; what arrives is
            // told.
            await().until(() -> alice.output().contains("stream: audio: SSRC changed"));
            await().untilAsserted(() -> assertThat(carol.heard()).isCloseTo(440, Offset.offset(20)));
            // The recording goes on with her.
            calls.awaitGauges("tombolo_rtp_port_pairs 2.0");
            wish(id, "legs/callee/keys", "{\"keys\":\"0123456789\"}");
            await().untilAsserted(() -> assertThat(carol.keys()).isEqualTo("0123456789"));
            carol.hangUp();
            assertThat(calls.end(id)).isEqualTo("disconnected hangUp endedByCallee");
            await().until(() -> !calls.events(id, "recording-ready").isEmpty());
            byte[] wav = calls.recording(id);
            assertThat(Tone.strongest(wav, 0, 440, 1000)).isEqualTo(440);
            assertThat(Tone.strongest(wav, 1, 600, 1000)).isEqualTo(600);
            assertThat(Tone.strongest(wav, 1, 800, 1000)).isEqualTo(800);
        }
        calls.assertNothingLeft();
    }

    /** Their sound passes through us while something is played, heard or recorded, and only then; keys go by RTP. */
    @Test
    void softphonesAreToldHeardAndRecorded(@TempDir Path folder) throws Exception {
        try (Baresip alice = calls.phone("alice", 440);
                Baresip bob = calls.phone("bob", 600)) {
            String id = calls.call("");
            alice.await("CALL_INCOMING");
            alice.accept();
            bob.await("CALL_INCOMING");
            bob.accept();
            calls.awaitStatus(id, "connected");
            Tone.write(folder.resolve("tone.wav"), 1000);
            assertThat(calls.playFile(id, "caller", folder.resolve("tone.wav"))).isEqualTo(202);
            await().untilAsserted(() -> assertThat(alice.heard()).isCloseTo(1000, Offset.offset(60)));
            wish(id, "legs/callee/keys", "{\"keys\":\"42#\"}");
            await().untilAsserted(() -> assertThat(bob.keys()).isEqualTo("42#"));
            calls.send("DELETE", "/api/v1/calls/" + id + "/announcements", "");
            collectsKeysOf(bob, id);
            wish(id, "recording", "");
            // What is said meanwhile is recorded.
            wish(id, "legs/callee/keys", "{\"keys\":\"0123456789\"}");
            await().untilAsserted(() -> assertThat(bob.keys()).isEqualTo("42#0123456789"));
            assertThat(alice.keys()).isEmpty();
            bob.hangUp();
            assertThat(calls.end(id)).isEqualTo("disconnected hangUp endedByCallee");
            await().until(() -> !calls.events(id, "recording-ready").isEmpty());
            byte[] wav = calls.recording(id);
            assertThat(Tone.strongest(wav, 0, 440, 600, 1400)).isEqualTo(440);
            assertThat(Tone.strongest(wav, 1, 440, 600, 1400)).isEqualTo(600);
            for (ClickToDialYaml yaml : ClickToDialYaml.values()) {
                HttpResponse<String> answer = calls.send("GET", yaml.calls() + "/" + id + "/recording", "");
                assertThat(answer.statusCode()).isEqualTo(200);
                yaml.assertResponse("get", "/calls/{callId}/recording", 200, answer.body());
            }
        }
        calls.assertNothingLeft();
    }

    /** Keys of a softphone come as RFC 4733 events; the other one does not hear of those that are collected. */
    private static void collectsKeysOf(Baresip bob, String id) throws Exception {
        wish(id, "legs/callee/collection", "{\"most\":8}");
        bob.press("42#");
        await().until(() -> !calls.events(id, "keys-collected").isEmpty());
        assertThat(calls.events(id, "keys-collected"))
                .contains("\"keys\":\"42\"", "\"leg\":\"callee\"", "\"end\":\"terminator\"");
    }

    /** While the parties are told of a change, another is 409. */
    private static void wish(String id, String what, String body) {
        await().untilAsserted(() -> {
            HttpResponse<String> answer = calls.send("POST", "/api/v1/calls/" + id + "/" + what, body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        });
    }

    /** Whatever state the legs are in, both are ended within five seconds of the restart, and the final event says why. */
    @Test
    void afterACrashBothLegsAreEnded(@TempDir Path own) throws Exception {
        Gateway first = Gateway.start(Container.RESTCOMM, own, Map.of());
        CallDriver before = new CallDriver(first, own);
        try (Sipp alice = before.party("alice", "call-answer.xml", Map.of(), 1);
                Sipp bob = before.party("bob", "call-answer.xml", Map.of("first", AUDIO), 1)) {
            String connected = before.call("");
            before.awaitStatus(connected, "connected");
            await().until(() -> !received(bob, "ACK").isEmpty());
            try (Sipp again = before.party("alice", "call-answer.xml", Map.of(), 1);
                    Sipp ringing = before.party("demo", "call-ring.xml", Map.of(), 1)) {
                String early = before.call("+15550001", "+15550003", "");
                before.awaitStatus(early, "callingCallee");
                await().until(() -> ringing.messages().stream().anyMatch(m -> m.contains("180 Ringing")));
                first.kill9();
                try (Gateway second = Gateway.start(Container.RESTCOMM, own, Map.of())) {
                    CallDriver after = new CallDriver(second, own);
                    await().atMost(Duration.ofSeconds(5))
                            .until(() -> !received(ringing, "CANCEL").isEmpty());
                    assertOk(alice, bob, again);
                    assertThat(received(bob, "BYE").get(0)).contains("gateway restarted");
                    assertThat(after.end(connected)).isEqualTo("disconnected other gatewayRestarted");
                    assertThat(after.end(early)).isEqualTo("failed other gatewayRestarted");
                    assertThat(after.finalEvents(connected)).isEqualTo(1);
                }
            }
        } finally {
            first.close();
        }
    }
}
