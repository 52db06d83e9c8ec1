package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tombolo.gateway.interaction.CallScene.sdp;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interaction.sound.RtpSoundPlane;
import org.tombolo.media.pcm.Tone;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.peer.Ports;
import org.tombolo.sip.LegState;

/** When the sound of a call passes through us, and what its parties are told of it. */
class AnchoringTest {
    private static final String EVENTS = "\r\na=rtpmap:96 telephone-event/8000";
    private static final String ALICE = "audio 4001 RTP/AVP 0 96" + EVENTS;
    private static final String BOB = "audio 4002 RTP/AVP 8 0";
    private static final KeyCollection.Wish TWO_KEYS =
            new KeyCollection.Wish(2, "#", Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private RtpReceiver receiver;
    private CallScene scene;

    @BeforeEach
    void connect() throws IOException {
        int first = Ports.free(8);
        receiver = new RtpReceiver(InetAddress.getLoopbackAddress(), first, first + 7, 1);
        scene = new CallScene(CallRequest.Options.NONE, new RtpSoundPlane(receiver, ticker, "127.0.0.1"));
        scene.call.start();
        scene.session.run();
        scene.caller().answer(sdp());
        scene.callee().answer(sdp(BOB));
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @AfterEach
    void close() {
        receiver.close();
        ticker.shutdownNow();
    }

    private CompletableFuture<LegResult> play() {
        CompletableFuture<LegResult> asked = scene.call.control().play(List.of("caller", "callee"), Tone.BEEP.sound());
        scene.session.run();
        return asked;
    }

    private void bothAgree() {
        scene.caller().reanswer(200, sdp(ALICE));
        scene.callee().reanswer(200, sdp(BOB));
    }

    @Test
    void eachPartyIsToldOurPortAndALawOfHersWhileSomethingIsPlayed() {
        CompletableFuture<LegResult> asked = play();
        assertThat(scene.caller().said())
                .contains(
                        " RTP/AVP 0 96",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:96 telephone-event/8000",
                        "c=IN IP4 127.0.0.1")
                .doesNotContain("m=audio 4002");
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.callee().said()).contains(" RTP/AVP 8 101", "a=rtpmap:8 PCMA/8000");
        scene.callee().reanswer(200, sdp(BOB));
        assertThat(asked.join()).isEqualTo(LegResult.DONE);
        assertThat(receiver.openPairs()).isEqualTo(2);
        await().untilAsserted(() -> {
            scene.session.run();
            assertThat(scene.notes)
                    .containsExactly(new CallNote.AnnouncementEnded(List.of("caller", "callee"), "played"));
        });
        // Then it goes directly again, by a full offer of the callee's.
        scene.callee().reanswer(200, sdp(BOB));
        assertThat(scene.caller().said()).contains("m=" + BOB);
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.callee().said()).contains("m=audio 4001");
        await().until(() -> receiver.openPairs() == 0);
        scene.end();
        scene.assertOver();
    }

    @Test
    void aPhoneThatRefusesLeavesItAsItWas() {
        CompletableFuture<LegResult> asked = play();
        scene.caller().reanswer(200, sdp(ALICE));
        scene.callee().reanswer(488, sdp());
        assertThat(scene.caller().said()).contains("m=" + BOB);
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.callee().reinvited).isFalse();
        assertThat(asked.join()).isEqualTo(LegResult.REFUSED);
        await().until(() -> receiver.openPairs() == 0);
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void whileItPassesThroughUsAPhoneMayHoldAndNotLeaveG711() {
        play();
        bothAgree();
        scene.caller().reoffer(sdp("audio 4001 RTP/AVP 97\r\na=rtpmap:97 opus/48000/2"));
        assertThat(scene.caller().sent).endsWith("488");
        scene.caller().reoffer(sdp(ALICE + "\r\na=sendonly"));
        scene.callee().reanswer(200, sdp(BOB));
        assertThat(scene.caller().sent).endsWith("200 sdp");
        assertThat(scene.caller().said())
                .contains("a=recvonly", " RTP/AVP 0 96")
                .doesNotContain("m=audio 4002");
    }

    @Test
    void keysOfAPhoneWithoutEventsComeAndGoByInfo() {
        CompletableFuture<LegResult> pressed = scene.call.control().press("callee", "1");
        scene.session.run();
        assertThat(pressed.join()).isEqualTo(LegResult.DONE);
        assertThat(scene.callee().sent).endsWith("INFO");
        CompletableFuture<LegResult> collected = scene.call.control().collect("callee", TWO_KEYS);
        scene.session.run();
        assertThat(collected.join()).isEqualTo(LegResult.DONE);
        assertThat(receiver.openPairs()).isZero();
        Party callee = scene.call.party("callee").orElseThrow();
        scene.call.info(callee, Optional.of(DtmfRelay.of('4')));
        scene.call.info(callee, Optional.of(DtmfRelay.of('2')));
        assertThat(scene.notes).containsExactly(new CallNote.KeysCollected("callee", "42", "complete"));
        // The other one was not told.
        assertThat(scene.caller().sent).doesNotContain("INFO");
    }

    @Test
    void keysAreWaitedForNoLongerThanWasSaid() {
        CompletableFuture<LegResult> collected = scene.call.control().collect("callee", TWO_KEYS);
        scene.session.run();
        scene.call.info(scene.call.party("callee").orElseThrow(), Optional.of(DtmfRelay.of('4')));
        scene.session.pass(Duration.ofSeconds(5));
        assertThat(collected.join()).isEqualTo(LegResult.DONE);
        assertThat(scene.notes).containsExactly(new CallNote.KeysCollected("callee", "4", "timeout"));
    }

    private void recorded() {
        CompletableFuture<LegResult> asked = scene.call.control().record();
        scene.session.run();
        bothAgree();
        assertThat(asked.join()).isEqualTo(LegResult.DONE);
    }

    private CompletableFuture<LegResult> transferred() {
        CompletableFuture<LegResult> asked = scene.call.control().transfer("callee", CallScene.CAROL, false);
        scene.session.run();
        return asked;
    }

    @Test
    void aRecordedCallIsTransferredAndRecordedOn() {
        recorded();
        CompletableFuture<LegResult> asked = transferred();
        // The sound goes directly first, then the one who stays is held.
        scene.callee().reanswer(200, sdp(BOB));
        scene.caller().reanswer(200, sdp(ALICE));
        await().until(() -> receiver.openPairs() == 0);
        bothAgree();
        assertThat(asked.join()).isEqualTo(LegResult.DONE);
        scene.target().answer(sdp("audio 4003 RTP/AVP 0"));
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.target().said()).contains("m=audio 4001");
        scene.session.pass(Duration.ofSeconds(1));
        assertThat(receiver.openPairs()).isEqualTo(2);
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.target().said()).doesNotContain("m=audio 4001").contains("c=IN IP4 127.0.0.1");
        scene.target().reanswer(200, sdp("audio 4003 RTP/AVP 0"));
        scene.end();
        assertThat(scene.over).hasSize(1);
        assertThat(scene.legs).allSatisfy(leg -> assertThat(leg.state).isEqualTo(LegState.ENDED));
        await().until(() -> receiver.openPairs() == 0);
    }

    @Test
    void aRecordedCallThatAPhoneWillNotLetGoIsNotTransferred() {
        recorded();
        CompletableFuture<LegResult> asked = transferred();
        scene.callee().reanswer(488, Optional.empty());
        assertThat(asked.join()).isEqualTo(LegResult.BUSY);
        assertThat(receiver.openPairs()).isEqualTo(2);
        // While something is played besides, it is not even tried.
        play();
        assertThat(transferred().join()).isEqualTo(LegResult.BUSY);
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void aRecordingThatCannotGoOnAfterATransferEnds() {
        recorded();
        transferred();
        scene.callee().reanswer(200, sdp(BOB));
        scene.caller().reanswer(200, sdp(ALICE));
        bothAgree();
        scene.target().answer(sdp("audio 4003 RTP/AVP 9"));
        scene.caller().reanswer(200, sdp("audio 4001 RTP/AVP 9"));
        scene.session.pass(Duration.ofSeconds(1));
        scene.caller().reanswer(488, Optional.empty());
        await().until(() -> receiver.openPairs() == 0);
        CompletableFuture<LegResult> stopped = scene.call.control().stopRecording();
        scene.session.run();
        assertThat(stopped.join()).isEqualTo(LegResult.NOT_CONNECTED);
    }

    @Test
    void aCallThatEndsMeanwhileLeavesNothing() {
        play();
        bothAgree();
        scene.callee().hangUp();
        scene.assertOver();
        await().until(() -> receiver.openPairs() == 0);
    }
}
