package org.tombolo.gateway.interaction;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tombolo.sip.Body;
import org.tombolo.sip.LegEnd;

/**
 * Brings a call about (RFC 3725).
 *
 * <pre>
 * caller                          we                          callee
 *   | <- INVITE, no media lines -- |                             |     flow IV (4.4); refused: flow III (4.3), an INVITE
 *   | -- 200 ------------------->  |                             |     without offer, its ACK an answer without media
 *   | <- ACK --------------------- | -- INVITE, no offer ------> |
 *   |                              | <-- 183, offer (reliable) - |     early media (RFC 3262 5): the same re-INVITE, the
 *   |                              | <------- 200, offer ------- |     answer in PRACK; the 200 then brings no offer
 *   | <- re-INVITE, that offer --- |                             |
 *   | -- 200, answer ----------->  | -- ACK, that answer ------> |
 *   | <- ACK --------------------- |                             |
 * </pre>
 *
 * Never flow I, in which the caller's 200 would wait for its ACK until the callee answers: a person takes longer than the
 * 32 s of Timer H.
 */
final class CallSetup implements Stage {
    private final ThirdPartyCall call;
    private final Party caller;
    private final Party callee;
    private final Bridge bridge;
    private final boolean anonymous;

    private boolean offerless;
    private boolean callerOfferedEarly;
    private int callerMinimum;
    private int calleeMinimum;

    /** The fork of the callee whose early offer went to the caller, and those that were told to wait. */
    private Optional<String> early = Optional.empty();

    private boolean earlyAgreed;
    private final Set<String> parked = new HashSet<>();
    private String chosen = "";
    private Runnable afterEarly = () -> {};

    CallSetup(ThirdPartyCall call, Party caller, Party callee, Bridge bridge, boolean anonymous) {
        this.call = call;
        this.caller = caller;
        this.callee = callee;
        this.bridge = bridge;
        this.anonymous = anonymous;
    }

    // ---- towards the caller

    void callCaller() {
        call.move(CallState.CALLING_CALLER);
        inviteCaller();
        call.ringing(new CallEnd(EndReason.CALLER_NO_ANSWER, "ringTimeout"));
    }

    private void inviteCaller() {
        Optional<Description> offer = offerless ? Optional.empty() : Optional.of(SessionOrigin.withoutMedia());
        caller.invite(callee.address(), false, callerMinimum, offer, new PartyLeg(call, caller));
        call.keep(caller);
    }

    private void callerRefused(LegEnd.Refused refused) {
        if (refused.status() == 422 && callerMinimum == 0 && refused.minimum() > 0) {
            callerMinimum = refused.minimum(); // RFC 4028 7.3
            inviteCaller();
        } else if (!offerless && refusesEmptyOffer(refused.status())) {
            offerless = true;
            call.trace("flow III: the caller refused an offer without media (" + refused.status() + ")");
            inviteCaller();
        } else {
            call.finish(CallEnd.refused(Refusals.ofCaller(refused.status()), refused.status()));
        }
    }

    // RFC 3725 4.4 warns of agents that cannot handle an offer without media lines; these are the ways they say so.
    private static boolean refusesEmptyOffer(int status) {
        return status == 400 || status == 415 || status == 488 || status == 500 || status == 606;
    }

    private void callerAnswered(Optional<Body> sdp) {
        Optional<Description> offer = offerless ? Description.parse(sdp) : Optional.empty();
        caller.answered(offer);
        call.keep(caller);
        if (offerless && offer.isEmpty() && !callerOfferedEarly) {
            call.finish(new CallEnd(EndReason.CALLER_FAILURE, "noDescription"));
            return;
        }
        offer.ifPresent(bridge::leftHas);
        caller.acknowledgeWaiting();
        callCallee();
    }

    // ---- towards the callee

    private void callCallee() {
        call.move(CallState.CALLING_CALLEE);
        inviteCallee();
        call.ringing(new CallEnd(EndReason.CALLEE_NO_ANSWER, "ringTimeout"));
    }

    private void inviteCallee() {
        callee.invite(caller.address(), anonymous, calleeMinimum, Optional.empty(), new PartyLeg(call, callee));
        call.keep(callee);
    }

    private void calleeRefused(LegEnd.Refused refused) {
        if (refused.status() == 422 && calleeMinimum == 0 && refused.minimum() > 0) {
            calleeMinimum = refused.minimum();
            inviteCallee();
        } else {
            call.finish(CallEnd.refused(Refusals.ofCallee(refused.status()), refused.status()));
        }
    }

    private void calleeAnswered(Optional<Body> sdp) {
        call.stopTimer();
        Optional<Description> offer = Description.parse(sdp);
        callee.answered(offer);
        call.keep(callee);
        if (caller.negotiating()) {
            // An early offer, of this fork or another, is still with the caller.
            afterEarly = () -> choose(sdp, offer);
        } else {
            choose(sdp, offer);
        }
    }

    private void choose(Optional<Body> sdp, Optional<Description> offer) {
        if (offer.isPresent()) {
            if (early.isPresent()) {
                bridge.rightIsNew();
            }
            connect(offer.get());
        } else if (sdp.isPresent()) {
            call.finish(new CallEnd(EndReason.CALLEE_FAILURE, "noDescription"));
        } else if (early.equals(Optional.of(chosen)) && earlyAgreed) {
            callee.acknowledge(Optional.empty());
            call.connected();
        } else if (early.equals(Optional.of(chosen)) || parked.contains(chosen)) {
            askAgain();
        } else {
            call.finish(new CallEnd(EndReason.CALLEE_FAILURE, "noDescription"));
        }
    }

    /** This fork's early offer was answered without media: now it makes another one. */
    private void askAgain() {
        callee.acknowledge(Optional.empty());
        bridge.rightIsNew();
        callee.reinvite(Optional.empty(), (status, offer) -> {
            if (status / 100 == 2 && offer.isPresent()) {
                connect(offer.get());
            } else {
                call.finish(CallEnd.refused(EndReason.CALLEE_FAILURE, status));
            }
        });
    }

    private void connect(Description offer) {
        bridge.connect(offer, (answer, status) -> {
            if (answer.isEmpty()) {
                call.finish(CallEnd.refused(EndReason.CALLER_FAILURE, status));
            } else {
                callee.acknowledge(answer);
                call.connected();
            }
        });
    }

    // ---- either party

    @Override
    public void refused(Party party, LegEnd.Refused refused) {
        if (party.equals(caller)) {
            callerRefused(refused);
        } else {
            calleeRefused(refused);
        }
    }

    @Override
    public void answered(Party party, Optional<Body> sdp) {
        if (party.equals(caller)) {
            callerAnswered(sdp);
        } else {
            calleeAnswered(sdp);
        }
    }

    @Override
    public void chosen(Party party, String fork) {
        if (party.equals(callee)) {
            chosen = fork;
        }
    }

    /** A re-INVITE before there is anybody to talk to. */
    void offered(Party party, Optional<Description> offer) {
        offer.filter(o -> party.equals(caller)).ifPresent(bridge::leftHas);
        party.replyWaiting(offer);
    }

    @Override
    public void offeredEarly(Party party, String fork, Body body, Consumer<Optional<Body>> answer) {
        Optional<Description> offer = Description.parse(Optional.of(body));
        boolean toCaller = party.equals(callee)
                && call.call().state() == CallState.CALLING_CALLEE
                && early.isEmpty()
                && !caller.negotiating();
        if (offer.isPresent() && toCaller) {
            connectEarly(fork, offer.get(), answer);
            return;
        }
        answer.accept(offer.map(party::waiting));
        if (party.equals(callee)) {
            parked.add(fork);
        } else {
            callerOfferedEarly = true;
            offer.ifPresent(bridge::leftHas);
        }
    }

    private void connectEarly(String fork, Description offer, Consumer<Optional<Body>> answer) {
        early = Optional.of(fork);
        call.trace("early media of the callee");
        bridge.connect(offer, (agreed, status) -> {
            earlyAgreed = agreed.isPresent();
            answer.accept(Optional.of(agreed.map(callee::stamped).orElseGet(() -> callee.waiting(offer))));
            afterEarly.run();
        });
    }
}
