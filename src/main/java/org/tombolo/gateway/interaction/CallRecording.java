package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tombolo.gateway.interaction.recording.Recorder;
import org.tombolo.gateway.interaction.recording.Recording;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.gateway.interaction.sound.CallSound;
import org.tombolo.gateway.interaction.sound.Tap;
import org.tombolo.media.pcm.Tone;
import org.tombolo.sip.ConvergedSession;

/** The recording of a call, begun with it or by a client: none or one at a time. On the session's executor, but for what {@link #end} returns. */
final class CallRecording {
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PATIENCE_SECONDS = 10;

    private final ThirdPartyCall call;
    private final ConvergedSession session;
    private final Anchoring anchoring;
    private final Recordings recordings;
    private final List<CompletableFuture<Optional<Recording>>> stopped = new ArrayList<>();
    private Optional<Recorder> recorder = Optional.empty();
    private Optional<CallSound> tapped = Optional.empty();
    private boolean wanted;
    private boolean byClient;

    CallRecording(ThirdPartyCall call, ConvergedSession session, Anchoring anchoring, Recordings recordings) {
        this.call = call;
        this.session = session;
        this.anchoring = anchoring;
        this.recordings = recordings;
    }

    /** Begins as soon as the phones can be asked for their sound. */
    void startWhenPossible() {
        start(TRIES);
    }

    private void start(int tries) {
        CompletableFuture<LegResult> done = new CompletableFuture<>();
        anchor(done);
        var unused = done.thenAccept(result -> {
            if (result == LegResult.BUSY && tries > 1) {
                session.schedule(PAUSE, call.guarded(() -> start(tries - 1)));
            } else if (result != LegResult.DONE) {
                call.trace("the call is not recorded: " + result);
            }
        });
    }

    /** Begins; done means that both phones send their sound to us. */
    void start(CompletableFuture<LegResult> done) {
        byClient = true;
        anchor(done);
    }

    private void anchor(CompletableFuture<LegResult> done) {
        if (wanted) {
            done.complete(LegResult.BUSY);
            return;
        }
        wanted = true;
        var unused = done.thenAccept(result -> wanted = result == LegResult.DONE);
        anchoring.use(done, sound -> {
            begin(sound);
            done.complete(LegResult.DONE);
        });
    }

    private void begin(CallSound sound) {
        Recorder begun = recordings.begin(call.subject());
        recorder = Optional.of(begun);
        call.recording();
        call.trace("the recording begins");
        listen(begun, sound);
    }

    private void listen(Recorder to, CallSound sound) {
        tapped = Optional.of(sound);
        sound.tap(call.isCallerLeft() ? to : swapped(to));
        if (recordings.options().tone()) {
            sound.left().play(Tone.BEEP.sound(), () -> {});
            sound.right().play(Tone.BEEP.sound(), () -> {});
        }
    }

    private static Tap swapped(Tap tap) {
        return (channel, timestamp, samples, count) -> tap.heard(1 - channel, timestamp, samples, count);
    }

    // ---- a transfer

    /**
     * Has the sound go directly so that a party can be transferred; the recording goes on with silence until {@link #resume}.
     *
     * @param direct told whether it does: not when somebody else uses the sound, too, or a phone refuses
     */
    void makeWay(Consumer<Boolean> direct) {
        if (tapped.isEmpty()) {
            direct.accept(anchoring.isDirect());
            return;
        }
        anchoring.makeWay(gone -> {
            if (gone) {
                tapped.ifPresent(sound -> sound.tap(Tap.NOBODY));
                tapped = Optional.empty();
            }
            direct.accept(gone);
        });
    }

    /** Listens again, to whoever is in the call now; they hear the tone. */
    void resume() {
        if (recorder.isPresent() && tapped.isEmpty()) {
            resumeLater(TRIES);
        }
    }

    // Both phones have just been told of something else.
    private void resumeLater(int tries) {
        session.schedule(PAUSE, call.guarded(() -> resume(tries)));
    }

    private void resume(int tries) {
        CompletableFuture<LegResult> done = new CompletableFuture<>();
        anchoring.use(
                done,
                sound -> recorder.filter(r -> tapped.isEmpty())
                        .ifPresentOrElse(r -> listen(r, sound), anchoring::release));
        var unused = done.thenAccept(result -> {
            if (result == LegResult.BUSY && tries > 1) {
                resumeLater(tries - 1);
            } else if (recorder.isPresent() && tapped.isEmpty()) {
                call.trace("the recording cannot go on: " + result);
                stop(new CompletableFuture<>());
            }
        });
    }

    // ---- the end

    /** Ends it; done means that it is ending. An event tells when it can be had. */
    void stop(CompletableFuture<LegResult> done) {
        if (recorder.isEmpty()) {
            done.complete(LegResult.NOT_CONNECTED);
            return;
        }
        boolean listening = tapped.isPresent();
        var unused = stopRecorder()
                .thenAccept(kept -> session.execute(call.guarded(
                        () -> kept.ifPresent(recording -> call.note(CallNote.RecordingReady.of(recording))))));
        if (listening) {
            anchoring.release();
        }
        done.complete(LegResult.DONE);
    }

    private CompletableFuture<Optional<Recording>> stopRecorder() {
        tapped.ifPresent(sound -> sound.tap(Tap.NOBODY));
        tapped = Optional.empty();
        CompletableFuture<Optional<Recording>> kept = recorder.orElseThrow().stop();
        recorder = Optional.empty();
        wanted = false;
        stopped.add(kept);
        call.trace("the recording ends");
        return kept;
    }

    /**
     * What is known in the end.
     *
     * @param last the recording that went on until now, when a client began it: CAMARA tells of its own in the final event alone
     */
    record Outcome(RecordingResult result, Optional<Recording> last) {}

    /** The call is over; completed by another thread when what goes on has been written down. */
    CompletableFuture<Outcome> end() {
        if (recorder.isEmpty() && stopped.isEmpty()) {
            return CompletableFuture.completedFuture(new Outcome(RecordingResult.NO_RECORD, Optional.empty()));
        }
        CompletableFuture<Optional<Recording>> last =
                recorder.isPresent() ? stopRecorder() : CompletableFuture.completedFuture(Optional.empty());
        return CompletableFuture.allOf(stopped.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> new Outcome(
                        stopped.stream().allMatch(s -> s.join().isPresent())
                                ? RecordingResult.SUCCESS
                                : RecordingResult.FAIL,
                        byClient ? last.join() : Optional.empty()))
                .completeOnTimeout(
                        new Outcome(RecordingResult.FAIL, Optional.empty()), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
