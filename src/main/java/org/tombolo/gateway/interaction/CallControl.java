package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.tombolo.identity.Address;
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
        call.bridge().restate(agreed -> {
            if (!agreed) {
                party.set(wasHeld, wasMuted);
            }
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
        return onParty(leaving, (party, done) -> {
            call.trace((attended ? "attended" : "blind") + " transfer to " + PartyAddress.shown(to));
            Party target = new Party(session, env, to);
            Transfer begun = new Transfer(call, call.other(party), party, target, call.bridge(), attended);
            call.begin(begun);
            begun.begin(done);
        });
    }

    /** Joins the one who stays and the target. */
    CompletableFuture<LegResult> completeTransfer() {
        return onTransfer(Transfer::complete);
    }

    /** Takes an attended transfer back. */
    CompletableFuture<LegResult> cancelTransfer() {
        return onTransfer(Transfer::cancel);
    }

    // ---- both

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

    private CompletableFuture<LegResult> onTransfer(BiConsumer<Transfer, CompletableFuture<LegResult>> step) {
        CompletableFuture<LegResult> done = new CompletableFuture<>();
        session.execute(() -> call.transfer()
                .ifPresentOrElse(
                        t -> call.guarded(() -> step.accept(t, done)).run(),
                        () -> done.complete(LegResult.NOT_CONNECTED)));
        return done;
    }
}
