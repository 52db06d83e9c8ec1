package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tombolo.sip.Body;
import org.tombolo.sip.LegEnd;

/**
 * A third party takes the place of one party of a connected call.
 *
 * <pre>
 * blind:    the leaving one goes at once; CALLING -> DONE, or the call ends when the target does not answer
 * attended: CALLING -> CONSULTING -> DONE by complete() or when the leaving one hangs up
 *              +-----------+-------> CANCELLED by cancel() or when the target refuses or hangs up
 * </pre>
 *
 * The one who stays is held meanwhile. All of it on the session's executor.
 */
final class Transfer implements Stage {
    private final ThirdPartyCall call;
    private final Party staying;
    private final Party leaving;
    private final Party target;
    private final Bridge before;
    private boolean attended;
    private final Bridge consultation;
    private boolean consulting;
    private boolean earlyOffer;
    private Optional<CompletableFuture<LegResult>> asked = Optional.empty();

    Transfer(ThirdPartyCall call, Party staying, Party leaving, Party target, Bridge before, boolean attended) {
        this.call = call;
        this.staying = staying;
        this.leaving = leaving;
        this.target = target;
        this.before = before;
        this.attended = attended;
        this.consultation = new Bridge(leaving, target, call::lost);
    }

    Party target() {
        return target;
    }

    boolean isLeaving(Party party) {
        return party.equals(leaving);
    }

    /** The bridge of a party's media now: none for the one who is held. */
    Optional<Bridge> bridgeOf(Party party) {
        return consulting && !party.equals(staying) ? Optional.of(consultation) : Optional.empty();
    }

    boolean busy() {
        return staying.negotiating() || leaving.negotiating() || target.negotiating();
    }

    // ---- the beginning

    void begin(CompletableFuture<LegResult> done) {
        asked = Optional.of(done);
        boolean wasMuted = staying.muted();
        staying.set(true, wasMuted);
        before.restate(() -> staying.set(false, wasMuted), agreed -> {
            if (!agreed) {
                call.transferOver();
                tell(LegResult.REFUSED);
                return;
            }
            if (!attended) {
                leaving.end("Q.850;cause=16;text=\"transferred\"");
            }
            callTarget();
        });
    }

    private void callTarget() {
        target.invite(staying.address(), false, 0, Optional.empty(), new PartyLeg(call, target));
        call.keep(target);
        call.ringing(this::unanswered);
        tell(LegResult.DONE);
    }

    private void unanswered() {
        target.end("Q.850;cause=19;text=\"no answer\"");
        failed(new CallEnd(EndReason.CALLEE_NO_ANSWER, "transferNoAnswer"));
    }

    @Override
    public void refused(Party party, LegEnd.Refused refused) {
        failed(new CallEnd(Refusals.ofCallee(refused.status()), "transferSip" + refused.status()));
    }

    @Override
    public void offeredEarly(Party party, String fork, Body offer, Consumer<Optional<Body>> answer) {
        earlyOffer = true;
        Stage.super.offeredEarly(party, fork, offer, answer);
    }

    @Override
    public void answered(Party party, Optional<Body> sdp) {
        call.stopTimer();
        Optional<Description> offer = Description.parse(sdp);
        target.answered(offer);
        call.keep(target);
        if (offer.isPresent()) {
            offered(offer.get());
        } else if (earlyOffer && sdp.isEmpty()) {
            target.acknowledge(Optional.empty());
            askTarget(this::offered);
        } else {
            target.end("Q.850;cause=31;text=\"no description\"");
            failed(new CallEnd(EndReason.CALLEE_FAILURE, "noDescription"));
        }
    }

    private void askTarget(Consumer<Description> then) {
        target.reinvite(Optional.empty(), (status, offer) -> {
            if (status / 100 == 2 && offer.isPresent()) {
                then.accept(offer.get());
            } else {
                failed(CallEnd.refused(EndReason.CALLEE_FAILURE, status));
            }
        });
    }

    private void offered(Description offer) {
        if (attended) {
            consult(offer);
        } else {
            join(offer);
        }
    }

    // ---- attended

    private void consult(Description offer) {
        leaving.said().ifPresent(consultation::leftHas);
        consultation.connect(offer, (answer, status) -> {
            if (answer.isEmpty()) {
                target.end("Q.850;cause=31;text=\"no common media\"");
                failed(CallEnd.refused(EndReason.CALLEE_FAILURE, status));
                return;
            }
            target.acknowledge(answer);
            consulting = true;
            call.trace("consultation");
            call.look();
        });
    }

    /** The leaving one goes, the other two are joined. */
    void complete(CompletableFuture<LegResult> done) {
        if (!consulting) {
            done.complete(LegResult.NOT_CONNECTED);
        } else if (busy()) {
            done.complete(LegResult.BUSY);
        } else {
            asked = Optional.of(done);
            askTarget(this::join);
        }
    }

    /** The target goes, the first two are joined again. */
    void cancel(CompletableFuture<LegResult> done) {
        if (!attended) {
            done.complete(LegResult.NOT_CONNECTED);
            return;
        }
        target.end("Q.850;cause=16;text=\"transfer cancelled\"");
        asked = Optional.of(done);
        resume();
    }

    /** The leaving one has hung up: that is what she wanted. */
    void leavingGone() {
        attended = false;
        if (consulting && !busy()) {
            askTarget(this::join);
        }
    }

    /** The target has hung up. */
    void targetGone() {
        failed(new CallEnd(EndReason.HANG_UP, "endedByTarget"));
    }

    private void failed(CallEnd why) {
        call.stopTimer();
        if (attended) {
            resume();
        } else {
            call.finish(why);
        }
    }

    private void resume() {
        call.stopTimer();
        consulting = false;
        staying.set(false, staying.muted());
        call.transferOver();
        before.restate(
                () -> staying.set(true, staying.muted()), agreed -> tell(agreed ? LegResult.DONE : LegResult.REFUSED));
    }

    // ---- the end

    private void join(Description offer) {
        Bridge bridge = new Bridge(staying, target, call::lost);
        staying.said().ifPresent(bridge::leftHas);
        staying.set(false, staying.muted());
        bridge.connect(offer, (answer, status) -> {
            if (answer.isEmpty()) {
                target.end("Q.850;cause=31;text=\"no common media\"");
                failed(CallEnd.refused(EndReason.CALLEE_FAILURE, status));
                return;
            }
            target.acknowledge(answer);
            leaving.end("Q.850;cause=16;text=\"transferred\"");
            call.transferred(leaving, target, bridge);
            tell(LegResult.DONE);
        });
    }

    private void tell(LegResult result) {
        asked.ifPresent(a -> a.complete(result));
        asked = Optional.empty();
    }

    /** The call ends: the target is told, too. */
    void end(String header) {
        target.end(header);
        tell(LegResult.NOT_CONNECTED);
    }
}
