package org.tombolo.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.sdp.Setup;

/** RFC 4975 5.4, RFC 6135: who connects, and how a connection is bound to a session. */
class ConnectingTest {
    private static TestEndpoint us;
    private RawPeer peer;

    @BeforeAll
    static void start() throws IOException {
        us = TestEndpoint.start();
    }

    @AfterAll
    static void stop() {
        us.close();
    }

    @BeforeEach
    void listen() throws IOException {
        peer = new RawPeer();
    }

    @AfterEach
    void disconnect() throws IOException {
        peer.close();
    }

    private Recorder offered() {
        Recorder recorder = us.open();
        peer.path = recorder.session.offer(TestEndpoint.ANY).path().text();
        return recorder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "passive"})
    void clause5_4_theOffererConnectsAndSaysHelloAtOnce(String setup) throws IOException, SdpException {
        Recorder recorder = offered();
        assertThat(recorder.session.answered(peer.media(setup))).isTrue();
        recorder.send("first");

        String hello = peer.accept().frame();
        assertThat(hello).contains(" SEND\r\n").doesNotContain("Content-Type").endsWith("$\r\n");
        assertThat(RawPeer.header(hello, "To-Path")).isEqualTo(peer.uri());
        assertThat(RawPeer.header(hello, "From-Path")).isEqualTo(peer.path);
        assertThat(RawPeer.header(hello, "Byte-Range")).isEqualTo("1-0/0");
        assertThat(recorder.events).isEmpty();
        peer.answer(hello, "200 OK");
        recorder.awaitEvent("opened");
        assertThat(RawPeer.body(peer.frame())).isEqualTo("first");
        recorder.session.close();
    }

    @Test
    void rfc6135_4_anActiveAnswererConnectsToUs() throws IOException, SdpException {
        Recorder recorder = offered();
        recorder.session.answered(peer.media("active"));
        recorder.send("early");
        peer.connect().hello();
        recorder.awaitEvent("opened");
        assertThat(RawPeer.body(peer.frame())).isEqualTo("early");
        recorder.session.close();
    }

    @Test
    void rfc6135_4_aPeerMayBeFasterThanItsAnswer() throws IOException, SdpException {
        Recorder recorder = offered();
        recorder.send("waits for the answer");
        peer.connect().hello();
        recorder.awaitEvent("opened");
        recorder.session.answered(peer.media("active"));
        assertThat(RawPeer.body(peer.frame())).isEqualTo("waits for the answer");
        recorder.session.close();
    }

    @Test
    void rfc6135_4_anAnswerThatDoesNotFitIsRefused() throws SdpException {
        Recorder recorder = offered();
        assertThat(recorder.session.answered(peer.media("actpass"))).isFalse();
        recorder.session.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"actpass", "active", ""})
    void rfc6135_4_2_weAnswerPassiveWhereWeMay(String setup) throws IOException, SdpException {
        Recorder recorder = us.open();
        MessageMedia answer = recorder.session.answer(peer.media(setup), TestEndpoint.ANY);
        // RFC 6135 4.2.1: said even to who did not speak of it.
        assertThat(answer.setup()).contains(Setup.PASSIVE);
        peer.path = answer.path().text();
        peer.connect().hello();
        recorder.awaitEvent("opened");
        recorder.session.close();
    }

    @Test
    void rfc6135_4_weConnectToAPassiveOfferer() throws IOException, SdpException {
        Recorder recorder = us.open();
        assertThat(recorder.session
                        .answer(peer.media("passive"), TestEndpoint.ANY)
                        .setup())
                .contains(Setup.ACTIVE);
        peer.answer(peer.accept().frame(), "200 OK");
        recorder.awaitEvent("opened");
        recorder.session.close();
    }

    @Test
    void clause8_4_anOfferWithTheSamePathGoesOn() throws IOException, SdpException {
        Recorder recorder = us.open();
        assertThat(recorder.session.answer(peer.media(""), TestEndpoint.ANY).setup())
                .contains(Setup.PASSIVE);
        assertThat(recorder.session.continues(peer.media("active"))).isTrue();
        assertThat(recorder.session.continues(TestEndpoint.media("msrp://127.0.0.1:1/other;tcp", Optional.empty())))
                .isFalse();
        peer.path = recorder.session
                .answer(peer.media("active"), TestEndpoint.ANY)
                .path()
                .text();
        peer.connect().hello();
        recorder.awaitEvent("opened");
        recorder.session.close();
    }

    @Test
    void clause5_4_sessionsToTheSamePeerShareAConnection() throws IOException, SdpException {
        Recorder one = offered();
        one.session.answered(peer.media(""));
        peer.answer(peer.accept().frame(), "200 OK");
        one.awaitEvent("opened");
        int connections = us.endpoint.connections();

        Recorder other = offered();
        other.session.answered(peer.media(""));
        peer.answer(peer.frame(), "200 OK");
        other.awaitEvent("opened");
        assertThat(us.endpoint.connections()).isEqualTo(connections);

        one.session.close();
        other.send("still there");
        assertThat(RawPeer.body(peer.frame())).isEqualTo("still there");
        other.session.close();
        assertThat(peer.closedByPeer()).isTrue();
    }

    @Test
    void aNewConnectionIsMadeAfterTheOldOneEnded() throws IOException, SdpException {
        Recorder one = offered();
        one.session.answered(peer.media(""));
        peer.answer(peer.accept().frame(), "200 OK");
        peer.disconnect();
        one.awaitEvent("closed CONNECTION_LOST");

        Recorder other = offered();
        other.session.answered(peer.media(""));
        peer.answer(peer.accept().frame(), "200 OK");
        other.awaitEvent("opened");
        other.session.close();
    }

    @Test
    void clause10_8_aPeerThatKnowsNothingOfTheSession() throws IOException, SdpException {
        Recorder recorder = offered();
        recorder.session.answered(peer.media(""));
        recorder.send("never");
        peer.answer(peer.accept().frame(), "481 What?");
        recorder.awaitEvent("closed REFUSED");
        recorder.awaitEvent("failed 481 never");
    }

    @Test
    void nobodyThereIsToldAtOnce() throws IOException, SdpException {
        Recorder recorder = offered();
        MessageMedia nobody = peer.media("");
        peer.close();
        recorder.send("never");
        recorder.session.answered(nobody);
        recorder.awaitEvent("closed NOT_CONNECTED");
        recorder.awaitEvent("failed 481 never");
    }

    @Test
    void anUnknownHostIsToldToo() throws SdpException {
        Recorder recorder = offered();
        recorder.session.answered(TestEndpoint.media("msrp://nobody.invalid:1/x;tcp", Optional.empty()));
        recorder.awaitEvent("closed NOT_CONNECTED");
    }

    @Test
    void rfc6714_4_withCemaWeConnectToWhereTheMediaLineSays() throws IOException, SdpException {
        Recorder recorder = offered();
        MessageMedia said = TestEndpoint.media("msrp://192.0.2.1:1/far;tcp", Optional.of(Setup.PASSIVE));
        int port = peer.media("").path().first().port();
        MessageMedia anchored = new MessageMedia(
                false,
                "127.0.0.1",
                port,
                said.path(),
                said.accept(),
                said.maxSize(),
                said.setup(),
                true,
                said.direction(),
                Optional.empty(),
                Optional.empty());
        recorder.session.answered(anchored);
        assertThat(RawPeer.header(peer.accept().frame(), "To-Path")).isEqualTo("msrp://192.0.2.1:1/far;tcp");
        recorder.session.close();
    }

    /** The clause would have us refuse such an offer; decision 22 says why it works by its path instead. */
    @Test
    void rfc6714_4_3_anOfferWithoutCemaWorksByItsPathWhateverItsMediaLineSays() throws IOException, SdpException {
        Recorder recorder = us.open();
        MessageMedia said = peer.media("passive");
        MessageMedia rewritten = new MessageMedia(
                false,
                "192.0.2.1",
                9,
                said.path(),
                said.accept(),
                said.maxSize(),
                said.setup(),
                false,
                said.direction(),
                Optional.empty(),
                Optional.empty());
        MessageMedia answer = recorder.session.answer(rewritten, TestEndpoint.ANY);
        assertThat(answer.cema()).isFalse();
        String hello = peer.accept().frame();
        assertThat(RawPeer.header(hello, "To-Path")).isEqualTo(said.path().text());
        peer.answer(hello, "200 OK");
        recorder.awaitEvent("opened");
        recorder.session.close();
    }

    @Test
    void rfc6714_4_ourAnswerSpeaksOfCemaWhenTheOfferDoes() throws SdpException {
        Recorder one = us.open();
        MessageMedia offer = one.session.offer(TestEndpoint.ANY);
        assertThat(offer.cema()).isTrue();
        assertThat(offer.address() + ":" + offer.port())
                .isEqualTo(
                        offer.path().first().host() + ":" + offer.path().first().port());
        Recorder other = us.open();
        assertThat(other.session.answer(peer.media("active"), TestEndpoint.ANY).cema())
                .isFalse();
        one.session.close();
        other.session.close();
    }

    @Test
    void clause14_1_sessionIdsAreNotGuessed() {
        Recorder one = us.open();
        Recorder other = us.open();
        String id = one.session.offer(TestEndpoint.ANY).path().last().sessionId();
        // 80 bits at least are 20 hexadecimal digits.
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(other.session.offer(TestEndpoint.ANY).path().last().sessionId())
                .isNotEqualTo(id);
        one.session.close();
        other.session.close();
    }

    @Test
    void closingBeforeAnythingHappenedIsAllowed() {
        Recorder recorder = us.open();
        recorder.send("never");
        recorder.session.close();
        recorder.session.close();
        recorder.awaitEvent("failed 481 never");
        await().until(() -> us.endpoint.sessions() == 0);
    }
}
