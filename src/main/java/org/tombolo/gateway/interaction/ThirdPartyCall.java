package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.LegEnd;
import org.tombolo.trace.TraceEvent;

/**
 * One call between two parties that we both call (RFC 3725), in the states of {@link CallState}.
 *
 * <pre>
 * caller                          we                          callee
 *   | <- INVITE, no media lines -- |                             |     flow IV (4.4); refused: flow III (4.3), an INVITE
 *   | -- 200 ------------------->  |                             |     without offer, its ACK an answer without media
 *   | <- ACK --------------------- | -- INVITE, no offer ------> |
 *   |                              | <------- 200, offer ------- |
 *   | <- re-INVITE, that offer --- |                             |
 *   | -- 200, answer ----------->  | -- ACK, that answer ------> |
 *   | <- ACK --------------------- |                             |
 * </pre>
 *
 * Never flow I, in which the caller's 200 would wait for its ACK until the callee answers: a person takes longer than the
 * 32 s of Timer H. Everything but {@link #start}, {@link #end} and {@link #call} runs on the session's executor.
 */
final class ThirdPartyCall {
    private static final Logger log = LoggerFactory.getLogger(ThirdPartyCall.class);

    private final ConvergedSession session;
    private final CallEnvironment env;
    private final Consumer<Call> over;
    private final Party caller;
    private final Party callee;
    private final MediaMap media = new MediaMap();
    private final Renegotiation renegotiation;

    private volatile Call call;
    private Runnable stopTimer = () -> {};
    private boolean offerless;

    /**
     * A call that has not begun.
     *
     * @param over told once when the call is over, on the session's executor
     */
    ThirdPartyCall(ConvergedSession session, CallEnvironment env, CallRequest request, Consumer<Call> over) {
        this.session = session;
        this.env = env;
        this.over = over;
        this.caller = new Party(session, env, request.caller());
        this.callee = new Party(session, env, request.callee());
        this.renegotiation = new Renegotiation(this, caller, callee, media);
        this.call = Call.created(new CallId(session.id()), request, env.clock().instant());
    }

    /** The call as it stands. */
    Call call() {
        return call;
    }

    void start() {
        // The first event of a session is what lists show of it.
        trace("call " + call.caller().e164() + " -> " + call.callee().e164());
        session.execute(guarded(this::callCaller));
    }

    /** Ends the call; true when it was not over yet. Never completes when the session went away meanwhile. */
    CompletableFuture<Boolean> end(EndReason reason) {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        session.execute(() -> ended.complete(finish(reason)));
        return ended;
    }

    // ---- towards the caller

    private void callCaller() {
        if (over()) {
            return;
        }
        move(CallState.CALLING_CALLER);
        caller.invite(
                call.callee(),
                Optional.of(SessionOrigin.withoutMedia()),
                new PartyLeg(this, caller, this::callerAnswered));
        ringing(EndReason.CALLER_NO_ANSWER);
    }

    void callerRefused(int status) {
        if (!offerless && refusesEmptyOffer(status)) {
            offerless = true;
            trace("flow III: the caller refused an offer without media (" + status + ")");
            caller.invite(call.callee(), Optional.empty(), new PartyLeg(this, caller, this::callerAnswered));
            return;
        }
        finish(Refusals.ofCaller(status));
    }

    // RFC 3725 4.4 warns of agents that cannot handle an offer without media lines; these are the ways they say so.
    private static boolean refusesEmptyOffer(int status) {
        return status == 400 || status == 415 || status == 488 || status == 500 || status == 606;
    }

    void callerAnswered(Optional<Body> sdp) {
        Optional<Description> offer = offerless ? Description.parse(sdp) : Optional.empty();
        caller.answered(offer);
        if (offerless && offer.isEmpty()) {
            finish(EndReason.CALLER_FAILURE);
            return;
        }
        offer.ifPresent(media::callerHas);
        caller.acknowledgeWaiting();
        callCallee();
    }

    // ---- towards the callee

    private void callCallee() {
        move(CallState.CALLING_CALLEE);
        callee.invite(call.caller(), Optional.empty(), new PartyLeg(this, callee, this::calleeAnswered));
        ringing(EndReason.CALLEE_NO_ANSWER);
    }

    void calleeRefused(int status) {
        finish(Refusals.ofCallee(status));
    }

    void calleeAnswered(Optional<Body> sdp) {
        stopTimer.run();
        Optional<Description> offer = Description.parse(sdp);
        callee.answered(offer);
        if (offer.isEmpty()) {
            finish(EndReason.CALLEE_FAILURE);
            return;
        }
        caller.reinvite(offer.map(media::toCaller), this::join);
    }

    private void join(int status, Optional<Description> answer) {
        boolean agreed =
                status / 100 == 2 && answer.filter(Description::carriesMedia).isPresent();
        if (!agreed) {
            finish(EndReason.CALLER_FAILURE);
            return;
        }
        callee.acknowledge(answer.map(media::toCallee));
        caller.acknowledge(Optional.empty());
        move(CallState.CONNECTED);
        stopTimer = session.schedule(env.limits().longest(), guarded(this::lastedTooLong));
    }

    // RFC 4028's timers are not kept on these legs: this is what ends a call whose phones are gone without a BYE.
    private void lastedTooLong() {
        trace("the longest call duration has passed: " + env.limits().longest().toSeconds() + " s");
        finish(EndReason.OTHER, "Q.850;cause=102;text=\"longest call duration\"");
    }

    // ---- either party

    void reanswered(Party party, int status, Optional<Body> sdp) {
        party.reanswered(status, Description.parse(sdp));
    }

    void reoffered(Party party, Optional<Body> sdp) {
        Optional<Description> offer = Description.parse(sdp);
        if (sdp.isPresent() && offer.isEmpty()) {
            party.refuse(400);
        } else if (caller.negotiating() || callee.negotiating()) {
            party.refuse(491); // RFC 3261 14.2
        } else if (call.state() == CallState.CONNECTED) {
            renegotiation.offered(party, offer);
        } else {
            offer.ifPresent(media::callerHas);
            party.replyWaiting(offer);
        }
    }

    void acknowledged(Party party, Optional<Body> sdp) {
        renegotiation.acknowledged(party, Description.parse(sdp));
    }

    /** Passes an INFO on (RFC 6086), such as a key pressed. */
    void info(Party from, Optional<Body> body) {
        if (call.state() == CallState.CONNECTED) {
            other(from).send("INFO", body);
        }
    }

    /** A leg is over of itself. */
    void ended(Party party, LegEnd end) {
        party.gone();
        boolean isCaller = party.equals(caller);
        if (end instanceof LegEnd.Refused refused) {
            if (isCaller) {
                callerRefused(refused.status());
            } else {
                calleeRefused(refused.status());
            }
        } else if (end instanceof LegEnd.Lost) {
            finish(isCaller ? EndReason.CALLER_FAILURE : EndReason.CALLEE_FAILURE);
        } else {
            hungUp(isCaller);
        }
    }

    private void hungUp(boolean byCaller) {
        boolean connected = call.state() == CallState.CONNECTED;
        // A callee who hangs up between her answer and the caller's was there: CAMARA has no word for her but failure.
        EndReason early = byCaller ? EndReason.CALLER_ABANDON : EndReason.CALLEE_FAILURE;
        finish(connected ? EndReason.HANG_UP : early);
    }

    Party caller() {
        return caller;
    }

    Party callee() {
        return callee;
    }

    Party other(Party party) {
        return party.equals(caller) ? callee : caller;
    }

    EndReason failureOf(Party party) {
        return party.equals(caller) ? EndReason.CALLER_FAILURE : EndReason.CALLEE_FAILURE;
    }

    // ---- the only places that move the call

    private void move(CallState next) {
        stopTimer.run();
        call = call.moved(next, env.clock().instant());
        trace(next.word());
        env.journal().changed(call);
    }

    /** Ends both legs and the call, once; false when it was over already. */
    boolean finish(EndReason reason) {
        return finish(reason, reason.header());
    }

    private boolean finish(EndReason reason, String header) {
        if (over()) {
            return false;
        }
        stopTimer.run();
        call = call.ended(reason, env.clock().instant());
        trace(call.state().word() + ", " + reason.word());
        quietly(() -> callee.end(header));
        quietly(() -> caller.end(header));
        env.journal().changed(call);
        over.accept(call);
        session.end();
        return true;
    }

    private boolean over() {
        return call.state().isFinal();
    }

    private void ringing(EndReason noAnswer) {
        stopTimer.run();
        stopTimer = session.schedule(env.limits().ringing(), guarded(() -> finish(noAnswer)));
    }

    /** Work that ends the call rather than leaving it hanging when it fails; none of it is done once the call is over. */
    Runnable guarded(Runnable work) {
        return () -> {
            if (over()) {
                return;
            }
            try {
                work.run();
            } catch (RuntimeException e) {
                log.error("call ended by an error of ours", e);
                finish(EndReason.OTHER);
            }
        };
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.warn("a leg could not be ended properly", e);
        }
    }

    private void trace(String what) {
        env.trace()
                .record(new TraceEvent(
                        session.id(),
                        env.clock().instant(),
                        TraceEvent.Protocol.INTERNAL,
                        "call",
                        "call",
                        what,
                        call.caller().e164() + " to " + call.callee().e164()));
    }
}
