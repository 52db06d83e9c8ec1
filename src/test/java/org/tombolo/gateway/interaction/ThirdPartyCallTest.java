package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interaction.CallScene.sdp;
import static org.tombolo.gateway.interaction.EndReason.*;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;

class ThirdPartyCallTest {
    private static final String AUDIO = "audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000";
    private static final String OTHER_AUDIO = "audio 5000 RTP/AVP 0";
    private static final String VIDEO = "video 4002 RTP/AVP 96\r\na=rtpmap:96 H264/90000";

    // ---- where a call may be, by the steps that lead there

    private static CallScene callerRings() {
        CallScene scene = CallScene.begun();
        scene.caller().ring();
        return scene;
    }

    private static CallScene callerAnswered() {
        CallScene scene = callerRings();
        scene.caller().answer(sdp());
        return scene;
    }

    private static CallScene calleeRings() {
        CallScene scene = callerAnswered();
        scene.callee().ring();
        return scene;
    }

    private static CallScene calleeAnswered() {
        CallScene scene = calleeRings();
        scene.callee().answer(sdp(AUDIO));
        return scene;
    }

    private static CallScene connected() {
        CallScene scene = calleeAnswered();
        scene.caller().reanswer(200, sdp(OTHER_AUDIO));
        return scene;
    }

    private static CallScene callerOfferless() {
        CallScene scene = callerRings();
        scene.caller().refuse(488);
        return scene;
    }

    private static CallScene calleeReoffers() {
        CallScene scene = connected();
        scene.callee().reoffer(sdp(AUDIO));
        return scene;
    }

    private static CallScene callerAsksForOffer() {
        CallScene scene = connected();
        scene.caller().reoffer(Optional.empty());
        scene.callee().reanswer(200, sdp(AUDIO));
        return scene;
    }

    private static CallScene glare() {
        CallScene scene = calleeAnswered();
        scene.caller().reanswer(491, Optional.empty());
        return scene;
    }

    // ---- flows

    @Test
    void rfc3725_4_4_flowIv() {
        CallScene scene = connected();
        assertThat(scene.words()).containsExactly("callingCaller", "callingCallee", "connected");
        FakeLeg caller = scene.caller();
        assertThat(caller.offer.map(Body::text).orElseThrow()).doesNotContain("m=");
        assertThat(caller.sent).containsExactly("ACK", "INVITE sdp", "ACK");
        assertThat(caller.said()).contains("m=" + AUDIO).contains("c=IN IP4 192.0.2.1");
        assertThat(scene.callee().offer).isEmpty();
        assertThat(scene.callee().sent).containsExactly("ACK sdp");
        assertThat(scene.callee().said()).contains("m=" + OTHER_AUDIO);
    }

    @Test
    void rfc3725_4_3_flowIiiWhenAnOfferWithoutMediaIsRefused() {
        CallScene scene = callerOfferless();
        assertThat(scene.caller().offer).isEmpty();
        scene.caller().answer(sdp(VIDEO, OTHER_AUDIO));
        assertThat(scene.caller().sent).containsExactly("ACK sdp");
        assertThat(scene.caller().said())
                .contains("m=video 9")
                .contains("a=inactive")
                .contains("c=IN IP4 0.0.0.0");
        scene.callee().answer(sdp(AUDIO));
        // RFC 3264 8: the caller's video line stays the first, refused; the callee's audio goes where the caller has
        // hers.
        assertThat(scene.caller().said()).contains("m=video 0 RTP/AVP 96\r\nm=" + AUDIO);
        scene.caller().reanswer(200, sdp("video 0 RTP/AVP 96", OTHER_AUDIO));
        assertThat(scene.callee().said()).contains("m=" + OTHER_AUDIO).doesNotContain("m=video");
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void flowIiiIsTriedOnceOnly() {
        CallScene scene = callerOfferless();
        scene.caller().refuse(488);
        assertThat(scene.legs).hasSize(2);
        assertThat(scene.last().reason()).contains(CALLER_FAILURE);
        scene.assertOver();
    }

    @Test
    void rfc3264_8_originIsOursAndItsVersionCountsChanges() {
        CallScene scene = connected();
        List<String> origins = scene.caller().descriptions.stream()
                .map(d -> d.text()
                        .lines()
                        .filter(l -> l.startsWith("o="))
                        .findFirst()
                        .orElseThrow())
                .toList();
        assertThat(origins).hasSize(2);
        String[] first = origins.get(0).split(" ", -1);
        String[] second = origins.get(1).split(" ", -1);
        assertThat(second[1]).isEqualTo(first[1]);
        assertThat(Long.parseLong(second[2])).isEqualTo(Long.parseLong(first[2]) + 1);
        assertThat(scene.callee().said()).doesNotContain(first[1]);
    }

    @Test
    void aCallEndsWhenItHasLastedTheLongest() {
        CallScene scene = connected();
        scene.session.pass(CallScene.LONGEST.minusSeconds(1));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
        scene.session.pass(Duration.ofSeconds(1));
        assertThat(scene.last().state()).isEqualTo(CallState.DISCONNECTED);
        assertThat(scene.last().reason()).contains(OTHER);
        assertThat(scene.callee().reason).isEqualTo("Q.850;cause=102;text=\"maximumDuration\"");
        assertThat(scene.trace.timeline(scene.session.id()))
                .anyMatch(e -> e.summary().equals("the longest call duration has passed: 14400 s"));
        scene.assertOver();
    }

    @Test
    void aCallThatIsOverLeavesNoTimer() {
        CallScene scene = connected();
        scene.callee().hangUp();
        assertThat(scene.session.timers()).isZero();
        scene.assertOver();
    }

    @Test
    void theTraceBeginsWithBothNumbers() {
        CallScene scene = CallScene.begun();
        assertThat(scene.trace.timeline(scene.session.id()).get(0).summary()).isEqualTo("call +15550001 -> +15550002");
    }

    @Test
    void eachPartySeesTheOthersNumber() {
        CallScene scene = callerAnswered();
        assertThat(scene.caller().from).isEqualTo("sip:+15550002@ims.localhost;user=phone");
        assertThat(scene.callee().from).isEqualTo("sip:+15550001@ims.localhost;user=phone");
    }

    @Test
    void durationIsThatOfTheConversation() {
        CallScene scene = callerRings();
        scene.session.pass(Duration.ofSeconds(35)); // longer than Timer H
        scene.caller().answer(sdp());
        scene.session.pass(Duration.ofSeconds(35));
        scene.callee().answer(sdp(AUDIO));
        scene.caller().reanswer(200, sdp(AUDIO));
        scene.session.pass(Duration.ofSeconds(100));
        scene.callee().hangUp();
        assertThat(scene.last().talked()).isEqualTo(Duration.ofSeconds(100));
        assertThat(scene.last().state()).isEqualTo(CallState.DISCONNECTED);
        scene.assertOver();
    }

    // ---- early media and forks (RFC 3262 5)

    private static CallScene calleeOffersEarly() {
        CallScene scene = callerAnswered();
        scene.callee().offerEarly("fork-1", sdp(AUDIO));
        return scene;
    }

    private static CallScene earlyMedia() {
        CallScene scene = calleeOffersEarly();
        scene.caller().reanswer(200, sdp(OTHER_AUDIO));
        return scene;
    }

    @Test
    void anEarlyOfferIsAnsweredByTheCallerInPrack() {
        CallScene scene = earlyMedia();
        assertThat(scene.caller().said()).contains("m=" + AUDIO);
        assertThat(scene.callee().sent).containsExactly("PRACK sdp");
        assertThat(scene.callee().said()).contains("m=" + OTHER_AUDIO);
        assertThat(scene.last().state()).isEqualTo(CallState.CALLING_CALLEE);
        scene.callee().answer(Optional.empty());
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
        assertThat(scene.callee().sent).containsExactly("PRACK sdp", "ACK");
        assertThat(scene.caller().sent).containsExactly("ACK", "INVITE sdp", "ACK");
    }

    @Test
    void anotherForkThatAnswersWithAnOfferTakesThePlaceOfTheEarlyOne() {
        CallScene scene = earlyMedia();
        scene.callee().answer("fork-2", sdp(VIDEO, AUDIO));
        // RFC 3264 8: the caller's audio line stays the first
        assertThat(scene.caller().said()).contains("m=" + AUDIO + "\r\nm=" + VIDEO);
        scene.caller().reanswer(200, sdp(OTHER_AUDIO, "video 0 RTP/AVP 96"));
        assertThat(scene.callee().said()).contains("m=video 0").contains("m=" + OTHER_AUDIO);
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void aSecondForkWaitsWithoutMediaAndIsAskedAgainWhenItAnswers() {
        CallScene scene = earlyMedia();
        scene.callee().offerEarly("fork-2", sdp(AUDIO));
        assertThat(scene.callee().said()).contains("a=inactive");
        scene.callee().answer("fork-2", Optional.empty());
        assertThat(scene.callee().sent).containsExactly("PRACK sdp", "PRACK sdp", "ACK", "INVITE");
        scene.callee().reanswer(200, sdp(AUDIO));
        scene.caller().reanswer(200, sdp(OTHER_AUDIO));
        assertThat(scene.callee().sent).endsWith("ACK sdp");
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void anAnswerThatOvertakesTheCallersWaitsForIt() {
        CallScene scene = calleeOffersEarly();
        scene.callee().answer(Optional.empty());
        assertThat(scene.last().state()).isEqualTo(CallState.CALLING_CALLEE);
        scene.caller().reanswer(200, sdp(OTHER_AUDIO));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void earlyMediaThatTheCallerRefusesIsTriedAgainWithTheAnswer() {
        CallScene scene = calleeOffersEarly();
        scene.caller().reanswer(488, Optional.empty());
        assertThat(scene.callee().said()).contains("a=inactive");
        scene.callee().answer(Optional.empty());
        scene.callee().reanswer(200, sdp(AUDIO));
        scene.caller().reanswer(200, sdp(OTHER_AUDIO));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void inFlowIiiACallerMayOfferEarlyToo() {
        CallScene scene = callerOfferless();
        scene.caller().offerEarly("fork-1", sdp(OTHER_AUDIO));
        assertThat(scene.caller().said()).contains("a=inactive");
        scene.caller().answer(Optional.empty());
        scene.callee().answer(sdp(AUDIO));
        scene.caller().reanswer(200, sdp(OTHER_AUDIO));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    // ---- session timers (RFC 4028), privacy, limits of its own

    @Test
    void rfc4028_7_1_theOtherPartyIsAskedToRefresh() {
        CallScene scene = CallScene.begun();
        assertThat(scene.caller().headers)
                .contains(new Header("Supported", "100rel, timer"))
                .contains(new Header("Session-Expires", "1800;refresher=uas"));
    }

    @Test
    void rfc4028_7_3_aPartyThatWantsALongerSessionGetsItOnce() {
        CallScene scene = CallScene.begun();
        scene.caller().refuse(422, 3600);
        assertThat(scene.caller().headers)
                .contains(new Header("Session-Expires", "3600;refresher=uas"), new Header("Min-SE", "3600"));
        scene.caller().refuse(422, 7200);
        assertThat(scene.last().end()).contains(new CallEnd(CALLER_FAILURE, "sip422"));
        scene.assertOver();
    }

    @Test
    void rfc3323_theCalleeDoesNotLearnWhoCalls() {
        CallScene scene = CallScene.begun(new CallRequest.Options(Optional.empty(), Optional.empty(), true));
        scene.caller().answer(sdp());
        assertThat(scene.caller().headers).doesNotContain(new Header("Privacy", "id"));
        assertThat(scene.callee().headers).contains(new Header("Privacy", "id"));
    }

    @Test
    void aCallMayHaveShorterLimitsThanUsualAndNoLongerOnes() {
        Optional<Duration> ten = Optional.of(Duration.ofSeconds(10));
        CallScene brief = CallScene.begun(new CallRequest.Options(ten, ten, false));
        brief.session.pass(Duration.ofSeconds(10));
        assertThat(brief.last().end()).contains(new CallEnd(CALLER_NO_ANSWER, "ringTimeout"));
        Optional<Duration> day = Optional.of(Duration.ofDays(1));
        CallScene usual = CallScene.begun(new CallRequest.Options(day, day, false));
        usual.session.pass(CallScene.RINGING);
        assertThat(usual.last().end()).contains(new CallEnd(CALLER_NO_ANSWER, "ringTimeout"));
    }

    @Test
    void bothDialogsAreKeptForALaterProcess() {
        assertThat(connected().kept).containsOnlyKeys("caller", "callee");
    }

    // ---- hold and mute

    private static LegResult set(CallScene scene, String leg, boolean held, boolean muted) {
        var result = scene.call.control().set(leg, Optional.of(held), Optional.of(muted));
        scene.session.run();
        if (!result.isDone()) {
            scene.caller().reanswer(200, sdp(OTHER_AUDIO));
            scene.callee().reanswer(200, sdp(AUDIO));
        }
        return result.join();
    }

    @Test
    void aMutedPartyHearsAndIsNotHeard() {
        CallScene scene = connected();
        assertThat(set(scene, "caller", false, true)).isEqualTo(LegResult.DONE);
        assertThat(scene.caller().said()).contains("a=sendonly");
        assertThat(scene.callee().said()).contains("a=recvonly");
        assertThat(scene.call.legs().get(0).muted()).isTrue();
        assertThat(set(scene, "caller", false, false)).isEqualTo(LegResult.DONE);
        assertThat(scene.caller().said()).doesNotContain("a=sendonly");
        assertThat(scene.callee().said()).doesNotContain("a=recvonly");
    }

    @Test
    void aHeldPartyIsCutOffBothWaysUntilLetGo() {
        CallScene scene = connected();
        set(scene, "callee", true, false);
        assertThat(scene.caller().said()).contains("a=inactive");
        assertThat(scene.callee().said()).contains("a=inactive");
        // a codec change of a phone does not open what is held
        scene.caller().reoffer(sdp(OTHER_AUDIO));
        assertThat(scene.callee().said()).contains("a=inactive");
        scene.callee().reanswer(200, sdp(AUDIO + "\r\na=inactive"));
        set(scene, "callee", false, false);
        assertThat(scene.caller().said()).doesNotContain("a=inactive");
        assertThat(scene.callee().said()).doesNotContain("a=inactive");
    }

    @Test
    void whatAPhoneRefusesIsAsBefore() {
        CallScene scene = connected();
        var result = scene.call.control().set("caller", Optional.of(true), Optional.empty());
        scene.session.run();
        scene.caller().reanswer(488, Optional.empty());
        assertThat(result.join()).isEqualTo(LegResult.REFUSED);
        assertThat(scene.call.legs().get(0).held()).isFalse();
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void whatTheSecondPhoneRefusesIsTakenBackAtTheFirst() {
        CallScene scene = connected();
        var result = scene.call.control().set("callee", Optional.of(true), Optional.empty());
        scene.session.run();
        assertThat(scene.caller().said()).contains("a=inactive");
        scene.caller().reanswer(200, sdp(OTHER_AUDIO + "\r\na=inactive"));
        scene.callee().reanswer(488, Optional.empty());
        assertThat(result.isDone()).isFalse();
        assertThat(scene.caller().said()).contains("m=audio 4000").doesNotContain("a=inactive");
        scene.caller().reanswer(200, sdp(OTHER_AUDIO));
        assertThat(result.join()).isEqualTo(LegResult.REFUSED);
        assertThat(scene.call.legs()).noneMatch(LegView::held);
        // RFC 3261 14.1: the one who has refused is asked no more, and the call goes on.
        assertThat(scene.callee().reinvited).isFalse();
        assertThat(set(scene, "callee", true, false)).isEqualTo(LegResult.DONE);
    }

    @Test
    void beforeAndBesideARenegotiationNothingIsHeld() {
        CallScene ringing = calleeRings();
        var early = ringing.call.control().set("caller", Optional.of(true), Optional.empty());
        ringing.session.run();
        assertThat(early.join()).isEqualTo(LegResult.NOT_CONNECTED);
        CallScene scene = calleeReoffers();
        var beside = scene.call.control().set("caller", Optional.of(true), Optional.empty());
        scene.session.run();
        assertThat(beside.join()).isEqualTo(LegResult.BUSY);
        var unknown = scene.call.control().set("nobody", Optional.of(true), Optional.empty());
        scene.session.run();
        assertThat(unknown.join()).isEqualTo(LegResult.UNKNOWN);
    }

    // ---- ends

    static Stream<Arguments> ends() {
        return Stream.of(
                end("caller busy", callerRings(), s -> s.caller().refuse(486), CALLER_BUSY, "disconnected"),
                end("caller declines", callerRings(), s -> s.caller().refuse(603), CALLER_ABANDON, "disconnected"),
                end("caller unreachable", CallScene.begun(), s -> s.caller().refuse(480), CALLER_FAILURE, "failed"),
                end("caller silent", CallScene.begun(), s -> s.caller().refuse(408), CALLER_NO_ANSWER, "failed"),
                end(
                        "caller rings out",
                        callerRings(),
                        s -> s.session.pass(CallScene.RINGING),
                        CALLER_NO_ANSWER,
                        "failed"),
                end(
                        "caller offers nothing",
                        callerOfferless(),
                        s -> s.caller().answer(Optional.empty()),
                        CALLER_FAILURE,
                        "failed"),
                end(
                        "caller offers garbage",
                        callerOfferless(),
                        s -> s.caller().answer(garbage()),
                        CALLER_FAILURE,
                        "failed"),
                end("callee busy", calleeRings(), s -> s.callee().refuse(486), CALLEE_BUSY, "disconnected"),
                end("callee declines", calleeRings(), s -> s.callee().refuse(603), CALLEE_BUSY, "disconnected"),
                end("callee unreachable", callerAnswered(), s -> s.callee().refuse(404), CALLEE_FAILURE, "failed"),
                end(
                        "callee rings out",
                        calleeRings(),
                        s -> s.session.pass(CallScene.RINGING),
                        CALLEE_NO_ANSWER,
                        "failed"),
                end(
                        "callee offers nothing",
                        calleeRings(),
                        s -> s.callee().answer(Optional.empty()),
                        CALLEE_FAILURE,
                        "failed"),
                end(
                        "callee offers garbage",
                        calleeRings(),
                        s -> s.callee().answer(garbage()),
                        CALLEE_FAILURE,
                        "failed"),
                end(
                        "caller abandons early",
                        callerAnswered(),
                        s -> s.caller().hangUp(),
                        CALLER_ABANDON,
                        "disconnected"),
                end("caller abandons", calleeRings(), s -> s.caller().hangUp(), CALLER_ABANDON, "disconnected"),
                end("caller abandons late", calleeAnswered(), s -> s.caller().hangUp(), CALLER_ABANDON, "disconnected"),
                end("callee leaves early", calleeAnswered(), s -> s.callee().hangUp(), CALLEE_FAILURE, "failed"),
                end(
                        "caller takes no media",
                        calleeAnswered(),
                        s -> s.caller().reanswer(488, Optional.empty()),
                        CALLER_FAILURE,
                        "failed"),
                end(
                        "caller refuses all media",
                        calleeAnswered(),
                        s -> s.caller().reanswer(200, sdp("audio 0 RTP/AVP 0")),
                        CALLER_FAILURE,
                        "failed"),
                end("caller hangs up", connected(), s -> s.caller().hangUp(), HANG_UP, "disconnected"),
                end("callee hangs up", connected(), s -> s.callee().hangUp(), HANG_UP, "disconnected"),
                end("callee lost", connected(), s -> s.callee().lose(), CALLEE_FAILURE, "disconnected"),
                end("caller lost", connected(), s -> s.caller().lose(), CALLER_FAILURE, "disconnected"),
                end(
                        "relay dead",
                        calleeReoffers(),
                        s -> s.caller().reanswer(481, Optional.empty()),
                        CALLER_FAILURE,
                        "disconnected"),
                end(
                        "relay unanswered",
                        callerAsksForOffer(),
                        s -> s.caller().acknowledgeBy(Optional.empty()),
                        CALLER_FAILURE,
                        "disconnected"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void everyEndHasOneFinalEventWithItsReason(
            String name, CallScene scene, Consumer<CallScene> what, EndReason reason, String state) {
        what.accept(scene);
        assertThat(scene.last().reason()).contains(reason);
        assertThat(scene.last().state().word()).isEqualTo(state);
        scene.assertOver();
        scene.assertNumbered();
    }

    static Stream<Arguments> points() {
        return Stream.of(
                Arguments.of("before anything", new CallScene()),
                Arguments.of("caller called", CallScene.begun()),
                Arguments.of("caller rings", callerRings()),
                Arguments.of("caller called again", callerOfferless()),
                Arguments.of("callee called", callerAnswered()),
                Arguments.of("callee rings", calleeRings()),
                Arguments.of("callee answered", calleeAnswered()),
                Arguments.of("glare", glare()),
                Arguments.of("connected", connected()),
                Arguments.of("re-INVITE relayed", calleeReoffers()),
                Arguments.of("re-INVITE's answer awaited", callerAsksForOffer()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    void aClientEndsItAtEveryPoint(String name, CallScene scene) {
        scene.end();
        scene.session.pass(Duration.ofMinutes(5));
        assertThat(scene.last().reason()).contains(HANG_UP);
        assertThat(scene.last().state()).isEqualTo(CallState.DISCONNECTED);
        scene.assertOver();
    }

    @Test
    void rfc3261_13_2_2_4_anAnswerIsAcknowledgedBeforeItIsEnded() {
        CallScene scene = calleeAnswered();
        scene.caller().hangUp();
        assertThat(scene.callee().sent).containsExactly("ACK sdp", "BYE");
        assertThat(scene.callee().said()).contains("a=inactive");
    }

    // ---- during the call

    @Test
    void rfc3261_14_1_glareIsTriedAgainAfterTwoToFourSeconds() {
        CallScene scene = glare();
        scene.session.pass(Duration.ofMillis(2_090));
        assertThat(scene.caller().sent).containsExactly("ACK", "INVITE sdp");
        scene.session.pass(Duration.ofMillis(1_910));
        assertThat(scene.caller().sent).containsExactly("ACK", "INVITE sdp", "INVITE sdp");
        scene.caller().reanswer(200, sdp(AUDIO));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void glareForEverEndsTheCall() {
        CallScene scene = glare();
        for (int i = 0; i < 4; i++) {
            scene.session.pass(Duration.ofSeconds(4));
            scene.caller().reanswer(491, Optional.empty());
        }
        assertThat(scene.last().reason()).contains(CALLER_FAILURE);
        scene.assertOver();
    }

    @Test
    void holdIsRelayedAndAnswered() {
        CallScene scene = connected();
        scene.callee().reoffer(sdp(AUDIO + "\r\na=sendonly"));
        assertThat(scene.caller().said()).contains("a=sendonly");
        scene.caller().reanswer(200, sdp(OTHER_AUDIO + "\r\na=recvonly"));
        assertThat(scene.callee().sent).containsExactly("ACK sdp", "200 sdp");
        assertThat(scene.callee().said()).contains("a=recvonly");
        assertThat(scene.caller().sent).endsWith("ACK");
    }

    @Test
    void aReinviteWithoutOfferIsRelayedAsOne() {
        CallScene scene = callerAsksForOffer();
        assertThat(scene.caller().sent).endsWith("200 sdp");
        scene.caller().acknowledgeBy(sdp(OTHER_AUDIO));
        assertThat(scene.callee().sent).containsExactly("ACK sdp", "INVITE", "ACK sdp");
    }

    @Test
    void rfc3261_14_1_aRefusedReinviteLeavesTheCallAsItWas() {
        CallScene scene = calleeReoffers();
        scene.caller().reanswer(488, Optional.empty());
        assertThat(scene.callee().sent).endsWith("488");
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void rfc3261_14_2_aSecondReinviteMeanwhileGets491() {
        CallScene scene = calleeReoffers();
        scene.caller().reoffer(sdp(AUDIO));
        assertThat(scene.caller().sent).endsWith("491");
    }

    @Test
    void aCallerWhoReinvitesWhileTheCalleeRingsWaitsWithoutMedia() {
        CallScene scene = calleeRings();
        scene.caller().reoffer(sdp(AUDIO));
        assertThat(scene.caller().sent).containsExactly("ACK", "200 sdp");
        assertThat(scene.caller().said()).contains("m=audio 9").contains("a=inactive");
        scene.callee().answer(sdp(OTHER_AUDIO));
        scene.caller().reanswer(200, sdp(AUDIO));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void aMediaLineAddedDuringTheCallKeepsItsPlace() {
        CallScene scene = connected();
        scene.caller().reoffer(sdp(OTHER_AUDIO, VIDEO));
        assertThat(scene.callee().said()).contains("m=" + OTHER_AUDIO + "\r\nm=" + VIDEO);
        scene.callee().reanswer(200, sdp(AUDIO, "video 0 RTP/AVP 96"));
        assertThat(scene.caller().said()).contains("m=" + AUDIO + "\r\nm=video 0");
    }

    private static Optional<Body> garbage() {
        return Optional.of(Body.text(Body.SDP, "hello"));
    }

    private static Arguments end(
            String name, CallScene scene, Consumer<CallScene> what, EndReason reason, String state) {
        return Arguments.of(name, scene, what, reason, state);
    }
}
