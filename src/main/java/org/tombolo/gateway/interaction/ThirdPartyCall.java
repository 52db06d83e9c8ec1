package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.gateway.interaction.sound.SoundLeg;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.trace.TraceEvent;

/**
 * One call between two parties that we both call, in the states of {@link CallState}: {@link CallSetup} brings it about,
 * {@link Bridge} joins the media, {@link Transfer} replaces a party. Everything but {@link #start}, {@link #end},
 * {@link #control}, {@link #call} and {@link #legs} runs on the session's executor.
 */
final class ThirdPartyCall {
    private static final Logger log = LoggerFactory.getLogger(ThirdPartyCall.class);

    private final ConvergedSession session;
    private final CallEnvironment env;
    private final CallEnvironment.Limits limits;
    private final Over over;
    private final CallSetup setup;
    private final CallControl control;
    private final Anchoring anchoring;
    private final SoundControl sound;
    private final CallRecording recording;

    private Party caller;
    private Party callee;
    private Bridge bridge;
    private Optional<Transfer> transfer = Optional.empty();

    private volatile Call call;
    private volatile List<LegView> legs = List.of();
    private Runnable stopTimer = () -> {};

    /** Is told that a call is over. */
    interface Over {
        /** @param written done once that is durable, or cannot be made so */
        void accept(Call ended, CompletableFuture<Call> written);
    }

    /**
     * A call that has not begun.
     *
     * @param over told once when the call is over, on the session's executor
     */
    ThirdPartyCall(ConvergedSession session, CallEnvironment env, CallRequest request, Over over) {
        this.session = session;
        this.env = env;
        this.limits = request.options().within(env.limits());
        this.over = over;
        this.caller = new Party(session, env, request.caller());
        this.callee = new Party(session, env, request.callee());
        this.bridge = new Bridge(caller, callee, this::lost);
        this.setup =
                new CallSetup(this, caller, callee, bridge, request.options().anonymous());
        this.control = new CallControl(this, session, env);
        this.anchoring = new Anchoring(this, session, env.sounds(), this::pressed);
        this.sound = new SoundControl(this, session, anchoring);
        this.recording = new CallRecording(this, session, anchoring, env.recordings());
        this.call = Call.created(new CallId(session.id()), request, env.clock().instant());
        look();
    }

    /** The call as it stands. */
    Call call() {
        return call;
    }

    /** Its legs as they stand. */
    List<LegView> legs() {
        return legs;
    }

    void start() {
        // The first event of a session is what lists show of it.
        trace("call " + PartyAddress.shown(call.caller()) + " -> " + PartyAddress.shown(call.callee()));
        session.execute(guarded(setup::callCaller));
    }

    /** Ends the call; true when it was not over yet. Never completes when the session went away meanwhile. */
    CompletableFuture<Boolean> end(CallEnd why) {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        session.execute(() -> ended.complete(finish(why)));
        return ended;
    }

    /** What clients may do with it while it goes on. */
    CallControl control() {
        return control;
    }

    // ---- who takes part

    Optional<Party> party(String name) {
        return List.of(caller, callee).stream()
                .filter(p -> name(p).equals(name))
                .findFirst();
    }

    String name(Party party) {
        return party.equals(caller) ? "caller" : "callee";
    }

    Party other(Party party) {
        return party.equals(caller) ? callee : caller;
    }

    Bridge bridge() {
        return bridge;
    }

    SoundControl sound() {
        return sound;
    }

    CallRecording recorder() {
        return recording;
    }

    /** What a recording of this call is of. */
    Recordings.Subject subject() {
        return new Recordings.Subject(
                call.id().text(), call.owner(), PartyAddress.shown(call.caller()), PartyAddress.shown(call.callee()));
    }

    boolean isCallerLeft() {
        return bridge.isLeft(caller);
    }

    Optional<Transfer> transfer() {
        return transfer;
    }

    void begin(Transfer begun) {
        transfer = Optional.of(begun);
    }

    /** The call is between two parties again. */
    void transferOver() {
        transfer = Optional.empty();
        recording.resume();
        longest();
        look();
    }

    void transferred(Party leaving, Party target, Bridge now) {
        if (leaving.equals(caller)) {
            caller = target;
        } else {
            callee = target;
        }
        bridge = now;
        transferOver();
        keep(target);
        trace("transferred");
    }

    private boolean isTarget(Party party) {
        return transfer.filter(t -> t.target().equals(party)).isPresent();
    }

    // ---- what happens on the legs

    /** What takes the answers of a party. */
    Stage stage(Party party) {
        return isTarget(party) ? transfer.orElseThrow() : setup;
    }

    void reoffered(Party party, Optional<Body> sdp) {
        Optional<Description> offer = Description.parse(sdp);
        if (sdp.isPresent() && offer.isEmpty()) {
            party.refuse(400);
        } else if (bridge.busy() || transfer.filter(Transfer::busy).isPresent()) {
            party.refuse(491); // RFC 3261 14.2
        } else if (transfer.isPresent()) {
            transfer.get()
                    .bridgeOf(party)
                    .ifPresentOrElse(b -> b.offered(party, offer), () -> party.replyWaiting(offer));
        } else if (call.state() == CallState.CONNECTED) {
            bridge.offered(party, offer);
        } else {
            setup.offered(party, offer);
        }
    }

    void rings(Party party) {
        party.ringing();
        look();
    }

    void acknowledged(Party party, Optional<Body> sdp) {
        transfer.flatMap(t -> t.bridgeOf(party)).orElse(bridge).acknowledged(party, Description.parse(sdp));
    }

    /** Takes a key pressed, or passes an INFO on (RFC 6086). */
    void info(Party from, Optional<Body> body) {
        Optional<Character> key = body.flatMap(DtmfRelay::key);
        if (call.state() != CallState.CONNECTED || transfer.isPresent()) {
            return;
        }
        if (key.isPresent() && sound.collects(from)) {
            sound.pressed(from, key.get(), true);
        } else {
            other(from).send("INFO", body);
        }
    }

    private void pressed(SoundLeg by, char key, boolean told) {
        session.execute(guarded(() -> List.of(caller, callee).stream()
                .filter(p -> bridge.sound(p).filter(by::equals).isPresent())
                .findFirst()
                .ifPresent(p -> sound.pressed(p, key, told))));
    }

    /** A leg is over of itself. */
    void ended(Party party, LegEnd end) {
        party.gone();
        if (end instanceof LegEnd.Refused refused) {
            stage(party).refused(party, refused);
        } else if (isTarget(party)) {
            transfer.orElseThrow().targetGone();
        } else if (transfer.filter(t -> t.isLeaving(party)).isPresent()) {
            transfer.orElseThrow().leavingGone();
        } else if (end instanceof LegEnd.Lost) {
            lost(party, "legLost");
        } else {
            hungUp(party.equals(caller));
        }
    }

    private void hungUp(boolean byCaller) {
        boolean connected = call.state() == CallState.CONNECTED;
        // A callee who hangs up between her answer and the caller's was there: CAMARA has no word for her but failure.
        EndReason early = byCaller ? EndReason.CALLER_ABANDON : EndReason.CALLEE_FAILURE;
        finish(new CallEnd(connected ? EndReason.HANG_UP : early, byCaller ? "endedByCaller" : "endedByCallee"));
    }

    void lost(Party party, String detail) {
        if (isTarget(party)) {
            party.end("");
            transfer.orElseThrow().targetGone();
            return;
        }
        finish(new CallEnd(party.equals(caller) ? EndReason.CALLER_FAILURE : EndReason.CALLEE_FAILURE, detail));
    }

    /** Keeps what a later process needs to end a party's leg when this one dies. */
    void keep(Party party) {
        String name = isTarget(party) ? "target" : name(party);
        party.leg().flatMap(Leg::dialog).ifPresent(d -> env.journal().leg(call.id(), name, d));
        look();
    }

    // ---- the only places that move the call

    void connected() {
        move(CallState.CONNECTED);
        longest();
        if (call.isRecorded()) {
            recording.startWhenPossible();
        }
    }

    /** A recording has begun, whoever wanted it. */
    void recording() {
        call = call.beingRecorded();
    }

    private void longest() {
        Duration talked = call.connectedAt()
                .map(from -> Duration.between(from, env.clock().instant()))
                .orElse(Duration.ZERO);
        stopTimer();
        stopTimer = session.schedule(limits.longest().minus(talked), guarded(this::lastedTooLong));
    }

    // What ends a call whose phones are gone without a BYE and keep no session timer.
    private void lastedTooLong() {
        trace("the longest call duration has passed: " + limits.longest().toSeconds() + " s");
        finish(CallEnd.LONGEST);
    }

    void move(CallState next) {
        stopTimer();
        call = call.moved(next, env.clock().instant());
        look();
        trace(next.word());
        var unused = env.journal().changed(call);
    }

    /** Tells of something that leaves the state as it is. */
    void note(CallNote note) {
        call = call.noted();
        var unused = env.journal().noted(call, note);
    }

    /** Ends both legs and the call, once; false when it was over already. */
    boolean finish(CallEnd why) {
        if (over()) {
            return false;
        }
        stopTimer();
        quietly(sound::end);
        CompletableFuture<CallRecording.Outcome> recorded = recording.end();
        quietly(anchoring::end);
        Call before = call;
        call = call.ended(why, env.clock().instant());
        trace(call.state().word() + ", " + why.reason().word() + ", " + why.detail());
        transfer.ifPresent(t -> quietly(() -> t.end(why.header())));
        quietly(() -> callee.end(why.header()));
        quietly(() -> caller.end(why.header()));
        look();
        over.accept(call, recorded.thenCompose(outcome -> written(before, why, outcome)));
        session.end();
        return true;
    }

    /** The final event tells what became of the recording, so it waits for that; nothing follows it. */
    private CompletableFuture<Call> written(Call before, CallEnd why, CallRecording.Outcome recorded) {
        Call latest = before;
        if (recorded.last().isPresent()) {
            latest = latest.noted();
            var unused = env.journal()
                    .noted(latest, CallNote.RecordingReady.of(recorded.last().get()));
        }
        return env.journal().changed(latest.ended(why, call.changedAt()).recorded(recorded.result()));
    }

    private boolean over() {
        return call.state().isFinal();
    }

    /** What others may see of the legs from now on. */
    void look() {
        List<LegView> now = new ArrayList<>(List.of(caller.view("caller"), callee.view("callee")));
        transfer.ifPresent(t -> now.add(t.target().view("target")));
        legs = List.copyOf(now);
    }

    void ringing(CallEnd noAnswer) {
        ringing(() -> finish(noAnswer));
    }

    void ringing(Runnable noAnswer) {
        stopTimer();
        stopTimer = session.schedule(limits.ringing(), guarded(noAnswer));
    }

    void stopTimer() {
        stopTimer.run();
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
                finish(CallEnd.ERROR);
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

    void trace(String what) {
        env.trace()
                .record(new TraceEvent(
                        session.id(),
                        env.clock().instant(),
                        TraceEvent.Protocol.INTERNAL,
                        "call",
                        "call",
                        what,
                        PartyAddress.shown(call.caller()) + " to " + PartyAddress.shown(call.callee())));
    }
}
