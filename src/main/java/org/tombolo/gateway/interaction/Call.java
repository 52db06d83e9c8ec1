package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tombolo.identity.Address;

/**
 * A call as it stood after one change.
 *
 * @param owner who asked for it, see {@link Requester#name}
 * @param revision 1 for the creation, one more with each change; the sequence number of its events
 * @param end why it ended; present when and only when the state is final
 * @param changedAt when it came into this state
 * @param connectedAt when both had answered, if ever
 * @param recording whether it is recorded, and once it is over what came of it
 */
public record Call(
        CallId id,
        Address caller,
        Address callee,
        String owner,
        int revision,
        CallState state,
        Optional<CallEnd> end,
        Instant createdAt,
        Instant changedAt,
        Optional<Instant> connectedAt,
        RecordingResult recording) {
    public Call {
        if (revision < 1) {
            throw new IllegalArgumentException("a call's revision starts with 1, not " + revision);
        }
        if (state.isFinal() != end.isPresent()) {
            throw new IllegalArgumentException("an end belongs to a final state and only there: " + state);
        }
    }

    /** A call that begins. */
    static Call created(CallId id, CallRequest request, Instant now) {
        return new Call(
                id,
                request.caller(),
                request.callee(),
                request.requester().name(),
                1,
                CallState.INITIATING,
                Optional.empty(),
                now,
                now,
                Optional.empty(),
                request.recording() ? RecordingResult.WANTED : RecordingResult.NONE);
    }

    /** The same in another state that is not final. */
    Call moved(CallState next, Instant now) {
        Optional<Instant> connected = next == CallState.CONNECTED ? Optional.of(now) : connectedAt;
        return new Call(
                id, caller, callee, owner, revision + 1, next, Optional.empty(), createdAt, now, connected, recording);
    }

    /** The same in the same state, after something that an event tells of. */
    Call noted() {
        return new Call(
                id, caller, callee, owner, revision + 1, state, end, createdAt, changedAt, connectedAt, recording);
    }

    /** The same after its end. */
    public Call ended(CallEnd why, Instant now) {
        return new Call(
                id,
                caller,
                callee,
                owner,
                revision + 1,
                why.reason().finalState(connectedAt.isPresent()),
                Optional.of(why),
                createdAt,
                now,
                connectedAt,
                recording);
    }

    /** The same when it is known what came of its recording; nothing changes for one that was not to be recorded. */
    public Call recorded(RecordingResult result) {
        RecordingResult now = isRecorded() ? result : recording;
        return new Call(id, caller, callee, owner, revision, state, end, createdAt, changedAt, connectedAt, now);
    }

    /** The same when a client has begun a recording. */
    Call beingRecorded() {
        return new Call(
                id,
                caller,
                callee,
                owner,
                revision,
                state,
                end,
                createdAt,
                changedAt,
                connectedAt,
                RecordingResult.WANTED);
    }

    /** Whether it is, or was, to be recorded. */
    public boolean isRecorded() {
        return recording != RecordingResult.NONE;
    }

    /** Why it ended, in CAMARA's words; empty while it goes on. */
    public Optional<EndReason> reason() {
        return end.map(CallEnd::reason);
    }

    /** Whether both parties are numbers, so that CAMARA can show it. */
    public boolean isCamara() {
        return PartyAddress.isNumber(caller) && PartyAddress.isNumber(callee);
    }

    /** How long the parties were connected by the time of this change; zero when they never were. */
    public Duration talked() {
        return connectedAt
                .map(from -> Duration.between(from, changedAt))
                .filter(d -> !d.isNegative())
                .orElse(Duration.ZERO);
    }
}
