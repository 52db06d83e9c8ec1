package org.tombolo.gateway.interaction;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.tombolo.identity.Address;
import org.tombolo.media.pcm.Sound;
import org.tombolo.sip.ConvergedSession;

/**
 * What clients may do with a call while it goes on. Safe for all threads; what is returned never completes when the session
 * went away meanwhile.
 */
final class CallControl {
    private final ThirdPartyCall call;
    private final ConvergedSession session;
    private final CallEnvironment env;

    CallControl(ThirdPartyCall call, ConvergedSession session, CallEnvironment env) {
        this.call = call;
        this.session = session;
        this.env = env;
    }

    // ---- hold and mute

    /** Holds or mutes a party, or lets her go. */
    CompletableFuture<LegResult> set(String name, Optional<Boolean> held, Optional<Boolean> muted) {
        return onParty(name, (party, done) -> set(party, held, muted, done));
    }

    private void set(Party party, Optional<Boolean> held, Optional<Boolean> muted, CompletableFuture<LegResult> done) {
        boolean wasHeld = party.held();
        boolean wasMuted = party.muted();
        party.set(held.orElse(wasHeld), muted.orElse(wasMuted));
        call.bridge().restate(() -> party.set(wasHeld, wasMuted), agreed -> {
            call.look();
            call.trace(
                    call.name(party) + (party.held() ? " is held" : "") + (party.muted() ? " is muted" : " is heard"));
            done.complete(agreed ? LegResult.DONE : LegResult.REFUSED);
        });
    }

    // ---- transfer

    /**
     * Puts another party in the place of one. Done means that it has begun: the target is being called.
     *
     * @param leaving name of the leg that goes
     * @param attended whether she talks to the target first
     */
    CompletableFuture<LegResult> transfer(String leaving, Address to, boolean attended) {
        return onParty(
                leaving,
                (party, done) -> call.recorder().makeWay(direct -> {
                    if (direct) {
                        transfer(party, to, attended, done);
                    } else {
                        done.complete(LegResult.BUSY);
                    }
                }));
    }

    private void transfer(Party leaving, Address to, boolean attended, CompletableFuture<LegResult> done) {
        call.trace((attended ? "attended" : "blind") + " transfer to " + PartyAddress.shown(to));
        Party target = new Party(session, env, to);
        Transfer begun = new Transfer(call, call.other(leaving), leaving, target, call.bridge(), attended);
        call.begin(begun);
        begun.begin(done);
    }

    /** Joins the one who stays and the target. */
    CompletableFuture<LegResult> completeTransfer() {
        return onTransfer(Transfer::complete);
    }

    /** Takes an attended transfer back. */
    CompletableFuture<LegResult> cancelTransfer() {
        return onTransfer(Transfer::cancel);
    }

    // ---- sound

    /**
     * Plays a sound; done means that it has begun.
     *
     * @param names of the legs that hear it
     */
    CompletableFuture<LegResult> play(List<String> names, Sound sound) {
        return onParties(names, (parties, done) -> call.sound().play(parties, sound, done));
    }

    /** Ends what is being played. */
    CompletableFuture<LegResult> stopPlaying() {
        return onParties(List.of(), (parties, done) -> call.sound().stopPlaying(done));
    }

    /** Presses keys as if the other party did; done means that it has begun. */
    CompletableFuture<LegResult> press(String name, String keys) {
        return onParties(List.of(name), (parties, done) -> call.sound().press(parties.get(0), keys, done));
    }

    /** Waits for keys that a party presses; done means that we listen. */
    CompletableFuture<LegResult> collect(String name, KeyCollection.Wish wish) {
        return onParties(List.of(name), (parties, done) -> call.sound().collect(parties.get(0), wish, done));
    }

    /** Waits for keys no more. */
    CompletableFuture<LegResult> stopCollecting(String name) {
        return onParties(List.of(name), (parties, done) -> call.sound().stopCollecting(parties.get(0), done));
    }

    /** Begins a recording; done means that both phones send their sound to us. */
    CompletableFuture<LegResult> record() {
        return onParties(List.of(), (parties, done) -> call.recorder().start(done));
    }

    /** Ends the recording. */
    CompletableFuture<LegResult> stopRecording() {
        return onParties(List.of(), (parties, done) -> call.recorder().stop(done));
    }

    // ---- all

    private CompletableFuture<LegResult> onParty(String name, BiConsumer<Party, CompletableFuture<LegResult>> step) {
        CompletableFuture<LegResult> done = new CompletableFuture<>();
        session.execute(() -> {
            Optional<Party> party = call.party(name);
            if (party.isEmpty()) {
                done.complete(LegResult.UNKNOWN);
            } else if (call.call().state() != CallState.CONNECTED) {
                done.complete(LegResult.NOT_CONNECTED);
            } else if (call.bridge().busy() || call.transfer().isPresent()) {
                done.complete(LegResult.BUSY);
            } else {
                call.guarded(() -> step.accept(party.get(), done)).run();
            }
        });
        return done;
    }

    /** Even while an exchange of descriptions is under way. */
    private CompletableFuture<LegResult> onParties(
            List<String> names, BiConsumer<List<Party>, CompletableFuture<LegResult>> step) {
        CompletableFuture<LegResult> done = new CompletableFuture<>();
        session.execute(() -> {
            List<Party> parties =
                    names.stream().flatMap(n -> call.party(n).stream()).toList();
            if (parties.size() < names.size()) {
                done.complete(LegResult.UNKNOWN);
            } else if (call.call().state() != CallState.CONNECTED) {
                done.complete(LegResult.NOT_CONNECTED);
            } else {
                call.guarded(() -> step.accept(parties, done)).run();
            }
        });
        return done;
    }

    private CompletableFuture<LegResult> onTransfer(BiConsumer<Transfer, CompletableFuture<LegResult>> step) {
        CompletableFuture<LegResult> done = new CompletableFuture<>();
        session.execute(() -> call.transfer()
                .ifPresentOrElse(
                        t -> call.guarded(() -> step.accept(t, done)).run(),
                        () -> done.complete(LegResult.NOT_CONNECTED)));
        return done;
    }
}
