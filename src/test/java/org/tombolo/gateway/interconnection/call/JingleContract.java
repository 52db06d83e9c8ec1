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
import org.junit.jupiter.api.TestInstance;
import org.tombolo.peer.Baresip;
import org.tombolo.peer.Container;
import org.tombolo.peer.JingleClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;

/** Calls between baresip and a Jingle client in Chromium, with sound both ways, on Prosody; the same in each container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JingleContract {
    static final String ALICE = "alice@ims.localhost";
    static final Duration LONG = Duration.ofSeconds(20);

    private static final int PHONE_TONE = 440;
    private static final int CLIENT_TONE = 660;

    private final Standalone standalone;

    Baresip alice;
    JingleClient juliet;

    JingleContract(Container container) {
        this.standalone = Standalone.in(container);
    }

    @BeforeAll
    void start() throws IOException {
        alice = phone("alice", "pcmu/8000/1");
        juliet = JingleClient.start(httpPort(), "juliet", CLIENT_TONE);
        juliet.announce(ALICE);
    }

    /** A phone that is registered. */
    Baresip phone(String user, String codec) throws IOException {
        Baresip phone = Baresip.start(
                new Baresip.Account(user, Standalone.DOMAIN, standalone.password(user), standalone.address(), codec),
                PHONE_TONE);
        phone.awaitRegistered();
        return phone;
    }

    int httpPort() {
        return standalone.prosody().httpPort();
    }

    int clientPort() {
        return standalone.prosody().clientPort();
    }

    @AfterAll
    void stop() throws IOException {
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
        bothHear(alice);
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
        bothHear(alice);
        juliet.run("hangUp");
        alice.await("CALL_CLOSED");
    }

    /** RFC 3262 5: the phone that echoes what it gets has answered our offer before any device rang. */
    @Test
    void aPhoneWithoutAnOfferAnswersOurs() throws IOException {
        try (Sipp phone = withoutOffer("late-offer-prack.xml")) {
            juliet.await("incoming");
            juliet.accept();
            julietHearsHerself();
            assertThat(phone.await(LONG).ok()).isTrue();
            juliet.await("terminated success");
        }
    }

    Sipp withoutOffer(String scenario) throws IOException {
        return Sipp.scenario(scenario)
                .add("-rtp_echo", "-mi", "127.0.0.1", "-mp", String.valueOf(Ports.free(4)))
                .to(standalone.address())
                .listen("127.0.0.1", Ports.free())
                .with("from", "sip:" + ALICE)
                .with("to", "sip:juliet@localhost")
                .with("hold", "2000")
                .start();
    }

    void julietHearsHerself() {
        await().atMost(LONG).untilAsserted(() -> assertThat(juliet.heard()).isCloseTo(CLIENT_TONE, Offset.offset(20)));
    }

    void bothHear(Baresip phone) {
        julietHearsThePhone();
        await().atMost(LONG).untilAsserted(() -> assertThat(phone.heard()).isCloseTo(CLIENT_TONE, Offset.offset(20)));
    }

    void julietHearsThePhone() {
        await().atMost(LONG).untilAsserted(() -> assertThat(juliet.heard()).isCloseTo(PHONE_TONE, Offset.offset(20)));
    }
}
