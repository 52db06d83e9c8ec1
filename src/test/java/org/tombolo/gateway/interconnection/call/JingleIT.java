package org.tombolo.gateway.interconnection.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.JingleClient;
import org.tombolo.peer.Standalone;

/** Calls between baresip and a Jingle client in Chromium, with sound both ways, on Prosody. */
class JingleIT {
    private static final String ALICE = "alice@ims.localhost";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int PHONE_TONE = 440;
    private static final int CLIENT_TONE = 660;

    private static final Standalone standalone = Standalone.in(Container.RESTCOMM);
    private static JingleClient juliet;
    private static Baresip alice;

    @BeforeAll
    static void start() throws IOException {
        alice = Baresip.start(
                new Baresip.Account("alice", Standalone.DOMAIN, standalone.password("alice"), standalone.address()),
                PHONE_TONE);
        alice.awaitRegistered();
        juliet = JingleClient.start(standalone.prosody().httpPort(), "juliet", CLIENT_TONE);
        juliet.announce(ALICE);
    }

    @AfterAll
    static void stop() throws IOException {
        juliet.close();
        alice.close();
    }

    @BeforeEach
    void fresh() {
        juliet.forget();
        alice.forget();
    }

    @AfterEach
    void nothingIsLeft() {
        await().atMost(LONG)
                .until(() -> standalone
                        .gateway()
                        .get("/metrics")
                        .orElseThrow()
                        .body()
                        .contains("tombolo_jingle_calls_active 0"));
    }

    @Test
    void aPhoneCallsAnXmppUserAndBothHearEachOther() throws IOException {
        alice.dial("sip:juliet@localhost");
        assertThat(juliet.await("incoming")).isEqualTo("incoming alice@ims.localhost/sip");
        alice.await("CALL_RINGING");
        juliet.accept();
        alice.await("CALL_ESTABLISHED");
        bothHear();
        alice.hangUp();
        assertThat(juliet.await("terminated")).isEqualTo("terminated success");
    }

    @Test
    void anXmppUserCallsAPhoneAndBothHearEachOther() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        juliet.await("ringing");
        alice.accept();
        juliet.await("accepted");
        bothHear();
        juliet.run("hangUp");
        alice.await("CALL_CLOSED");
    }

    @Test
    void eitherPutsTheCallOnHold() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        alice.accept();
        juliet.await("accepted");
        bothHear();
        alice.command("hold", "");
        juliet.await("hold");
        await().atMost(LONG).until(() -> juliet.heard() == 0);
        alice.command("resume", "");
        juliet.await("resumed");
        await().atMost(LONG).untilAsserted(() -> assertThat(juliet.heard()).isCloseTo(PHONE_TONE, Offset.offset(20)));
        juliet.run("hold");
        await().atMost(LONG).until(() -> juliet.heard() == 0);
        juliet.run("resume");
        await().atMost(LONG).untilAsserted(() -> assertThat(juliet.heard()).isCloseTo(PHONE_TONE, Offset.offset(20)));
        alice.hangUp();
        juliet.await("terminated success");
    }

    @Test
    void aDeviceThatDeclinesIs603() throws IOException {
        alice.dial("sip:juliet@localhost");
        juliet.await("incoming");
        juliet.run("decline");
        assertThat(alice.await("CALL_CLOSED").path("param").asText()).contains("603");
    }

    @Test
    void aPhoneThatGivesUpIsCancel() throws IOException {
        alice.dial("sip:juliet@localhost");
        juliet.await("incoming");
        alice.await("CALL_RINGING");
        alice.hangUp();
        juliet.await("terminated cancel");
    }

    @Test
    void aPhoneThatDeclinesIsBusy() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        alice.hangUp();
        juliet.await("terminated busy");
    }

    @Test
    void aClientThatGivesUpIsCancel() throws IOException {
        juliet.call(ALICE);
        alice.await("CALL_INCOMING");
        juliet.run("cancel");
        alice.await("CALL_CLOSED");
    }

    @Test
    void withoutACodecInCommonTheParametersAreIncompatible() {
        juliet.run("offer", "audio/opus");
        juliet.call(ALICE);
        juliet.run("offer", "");
        juliet.await("terminated incompatible-parameters");
    }

    @Test
    void xep0166_12_theImsUserSaysThatSheCanBeCalled() {
        assertThat(juliet.features(ALICE)).contains("urn:xmpp:jingle:1", "urn:xmpp:jingle:apps:rtp:audio");
    }

    private static void bothHear() {
        await().atMost(LONG).untilAsserted(() -> assertThat(juliet.heard()).isCloseTo(PHONE_TONE, Offset.offset(20)));
        await().atMost(LONG).untilAsserted(() -> assertThat(alice.heard()).isCloseTo(CLIENT_TONE, Offset.offset(20)));
    }
}
