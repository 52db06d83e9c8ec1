package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interaction.CallScene.sdp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tombolo.sip.LegState;

class TransferTest {
    private static final String ALICE = "audio 4001 RTP/AVP 0";
    private static final String BOB = "audio 4002 RTP/AVP 0";
    private static final String CAROL = "audio 4003 RTP/AVP 0";

    private static CallScene connected() {
        CallScene scene = CallScene.begun();
        scene.caller().answer(sdp());
        scene.callee().answer(sdp(BOB));
        scene.caller().reanswer(200, sdp(ALICE));
        return scene;
    }

    /** The callee is on her way out, and Carol's phone is called. */
    private static CallScene begun(boolean attended) {
        CallScene scene = connected();
        CompletableFuture<LegResult> asked = scene.call.control().transfer("callee", CallScene.CAROL, attended);
        scene.session.run();
        // the one who stays is held: both are told
        assertThat(scene.caller().said()).contains("a=inactive");
        scene.caller().reanswer(200, sdp(ALICE + "\r\na=inactive"));
        scene.callee().reanswer(200, sdp(BOB + "\r\na=inactive"));
        assertThat(asked.join()).isEqualTo(LegResult.DONE);
        return scene;
    }

    private static CallScene consulting() {
        CallScene scene = begun(true);
        scene.target().answer(sdp(CAROL));
        scene.callee().reanswer(200, sdp(BOB));
        return scene;
    }

    private static LegResult result(CallScene scene, CompletableFuture<LegResult> asked) {
        scene.session.run();
        return asked.join();
    }

    @Test
    void blindTheLeavingOneGoesAtOnceAndTheOthersAreJoined() {
        CallScene scene = begun(false);
        assertThat(scene.callee().sent).endsWith("BYE");
        scene.target().ring();
        assertThat(scene.call.legs()).extracting(LegView::state).endsWith(LegView.State.ENDED, LegView.State.RINGING);
        scene.target().answer(sdp(CAROL));
        assertThat(scene.caller().said()).contains("m=" + CAROL).doesNotContain("a=inactive");
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.target().said()).contains("m=" + ALICE).doesNotContain("a=inactive");
        assertThat(scene.call.legs()).extracting(LegView::name).containsExactly("caller", "callee");
        assertThat(scene.call.legs().get(1).party()).isEqualTo(CallScene.CAROL);
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
        scene.target().hangUp();
        assertThat(scene.last().end()).contains(new CallEnd(EndReason.HANG_UP, "endedByCallee"));
        scene.assertOver();
    }

    @Test
    void blindToNobodyEndsTheCall() {
        CallScene refused = begun(false);
        refused.target().refuse(486);
        assertThat(refused.last().end()).contains(new CallEnd(EndReason.CALLEE_BUSY, "transferSip486"));
        assertThat(refused.last().state()).isEqualTo(CallState.DISCONNECTED);
        refused.assertOver();
        CallScene unanswered = begun(false);
        unanswered.session.pass(CallScene.RINGING);
        assertThat(unanswered.last().end()).contains(new CallEnd(EndReason.CALLEE_NO_ANSWER, "transferNoAnswer"));
        unanswered.assertOver();
    }

    @Test
    void attendedTheLeavingOneTalksToTheTargetFirst() {
        CallScene scene = consulting();
        assertThat(scene.callee().state).isEqualTo(LegState.CONFIRMED);
        assertThat(scene.callee().said()).contains("m=" + CAROL);
        assertThat(scene.target().said()).contains("m=" + BOB);
        CompletableFuture<LegResult> done = scene.call.control().completeTransfer();
        scene.session.run();
        scene.target().reanswer(200, sdp(CAROL));
        assertThat(scene.caller().said()).contains("m=" + CAROL).doesNotContain("a=inactive");
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.target().said()).contains("m=" + ALICE);
        assertThat(result(scene, done)).isEqualTo(LegResult.DONE);
        assertThat(scene.callee().sent).endsWith("BYE");
        scene.end();
        scene.assertOver();
    }

    @Test
    void attendedHangingUpCompletesIt() {
        CallScene scene = consulting();
        scene.callee().hangUp();
        scene.target().reanswer(200, sdp(CAROL));
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.last().state()).isEqualTo(CallState.CONNECTED);
        assertThat(scene.call.legs().get(1).party()).isEqualTo(CallScene.CAROL);
    }

    @Test
    void attendedItIsTakenBack() {
        CallScene scene = consulting();
        CompletableFuture<LegResult> done = scene.call.control().cancelTransfer();
        scene.session.run();
        assertThat(scene.target().sent).endsWith("BYE");
        assertThat(scene.caller().said()).contains("m=" + BOB).doesNotContain("a=inactive");
        scene.caller().reanswer(200, sdp(ALICE));
        assertThat(scene.callee().said()).contains("m=" + ALICE).doesNotContain("a=inactive");
        scene.callee().reanswer(200, sdp(BOB));
        assertThat(result(scene, done)).isEqualTo(LegResult.DONE);
        assertThat(scene.call.legs()).hasSize(2);
    }

    @Test
    void attendedATargetWhoRefusesOrLeavesBringsTheFirstTwoTogetherAgain() {
        CallScene refused = begun(true);
        refused.target().refuse(603);
        assertThat(refused.caller().said()).contains("m=" + BOB).doesNotContain("a=inactive");
        assertThat(refused.last().state()).isEqualTo(CallState.CONNECTED);
        CallScene left = consulting();
        left.target().hangUp();
        left.caller().reanswer(200, sdp(ALICE));
        left.callee().reanswer(200, sdp(BOB));
        assertThat(left.call.legs()).hasSize(2).noneMatch(LegView::held);
    }

    @Test
    void whoeverEndsTheCallEndsAllThreeLegs() {
        for (CallScene scene : new CallScene[] {begun(true), consulting(), begun(false)}) {
            scene.end();
            assertThat(scene.last().end()).contains(CallEnd.BY_CLIENT);
            scene.assertOver();
        }
        CallScene abandoned = consulting();
        abandoned.caller().hangUp();
        abandoned.assertOver();
    }

    @Test
    void aTransferIsOneAtATimeAndOfAConnectedCall() {
        CallScene scene = begun(true);
        assertThat(result(scene, scene.call.control().transfer("caller", CallScene.CAROL, false)))
                .isEqualTo(LegResult.BUSY);
        assertThat(result(scene, scene.call.control().set("caller", Optional.of(true), Optional.empty())))
                .isEqualTo(LegResult.BUSY);
        assertThat(result(scene, scene.call.control().completeTransfer())).isEqualTo(LegResult.NOT_CONNECTED);
        CallScene ringing = CallScene.begun();
        assertThat(result(ringing, ringing.call.control().transfer("callee", CallScene.CAROL, false)))
                .isEqualTo(LegResult.NOT_CONNECTED);
        assertThat(result(ringing, ringing.call.control().cancelTransfer())).isEqualTo(LegResult.NOT_CONNECTED);
        CallScene refused = connected();
        CompletableFuture<LegResult> asked = refused.call.control().transfer("callee", CallScene.CAROL, false);
        refused.session.run();
        refused.caller().reanswer(488, Optional.empty());
        assertThat(result(refused, asked)).isEqualTo(LegResult.REFUSED);
        assertThat(refused.last().state()).isEqualTo(CallState.CONNECTED);
    }

    @Test
    void theLongestDurationCountsOverATransfer() {
        CallScene scene = connected();
        scene.session.pass(CallScene.LONGEST.minus(Duration.ofMinutes(1)));
        CompletableFuture<LegResult> asked = scene.call.control().transfer("callee", CallScene.CAROL, false);
        scene.session.run();
        scene.caller().reanswer(200, sdp(ALICE));
        scene.callee().reanswer(200, sdp(BOB));
        assertThat(result(scene, asked)).isEqualTo(LegResult.DONE);
        scene.target().answer(sdp(CAROL));
        scene.caller().reanswer(200, sdp(ALICE));
        scene.session.pass(Duration.ofMinutes(1));
        assertThat(scene.last().end()).contains(CallEnd.LONGEST);
        scene.assertOver();
    }
}
