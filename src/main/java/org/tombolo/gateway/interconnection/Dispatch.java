package org.tombolo.gateway.interconnection;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.SipResponse;

/**
 * One attempt to pass a message on to SIP: by the way that says most, then by plainer ones as long as the phone does not
 * take the content. All methods run on the session's executor.
 */
final class Dispatch {
    // RFC 3261 21: the phone or its network may take the same request later.
    private static final Set<Integer> TEMPORARY = Set.of(408, 430, 480, 486, 500, 502, 503, 504);
    // What user agents say of content that they do not take (RFC 3428 7, RFC 3261 21.4.13).
    private static final Set<Integer> CONTENT = Set.of(406, 415, 488);

    private final DeferredMessage message;
    private final ConvergedSession session;
    private final List<Rendering> ways;
    private final DispatchSteps steps;
    private final Consumer<Outcome> done;
    /** Whether it is in the outbox, once that is known. */
    private CompletableFuture<Boolean> kept;

    private Runnable cancelHold = () -> {};

    /** How an attempt ends. */
    enum Outcome {
        /** Its sender and its recipient know. */
        SETTLED,
        /** It waits in the outbox for another attempt. */
        WAITS
    }

    /**
     * An attempt.
     *
     * @param kept whether the message is in the outbox
     * @param ways not empty
     * @param done told how it ended
     */
    Dispatch(
            DeferredMessage message,
            boolean kept,
            ConvergedSession session,
            List<Rendering> ways,
            DispatchSteps steps,
            Consumer<Outcome> done) {
        this.message = message;
        this.kept = CompletableFuture.completedFuture(kept);
        this.session = session;
        this.ways = ways;
        this.steps = steps;
        this.done = done;
    }

    void start() {
        if (!kept.join()) {
            cancelHold = session.schedule(steps.hold(), this::holdOver);
        }
        attempt(0);
    }

    private void attempt(int way) {
        steps.send(session, message, ways.get(way), response -> answered(way, response));
    }

    /** SIP takes its time, up to 32 s: should we end meanwhile, the message must not end with us. */
    private void holdOver() {
        kept = steps.keep(message);
    }

    private void answered(int way, SipResponse response) {
        if (CONTENT.contains(response.status()) && way + 1 < ways.size()) {
            attempt(way + 1);
            return;
        }
        cancelHold.run();
        if (response.ok()) {
            if (way > 0) {
                steps.learn(message, ways.get(way - 1), ways.get(way));
            }
            steps.delivered(session, message, ways.get(way), response);
            onceKept(this::forget);
        } else if (TEMPORARY.contains(response.status())) {
            onceKept(onDisk -> later(onDisk, response));
        } else {
            onceKept(onDisk -> refuse(onDisk, response));
        }
    }

    private void later(boolean onDisk, SipResponse response) {
        if (!onDisk) {
            kept = steps.keep(message);
        }
        onceKept(now -> {
            if (now) {
                steps.waits(session, message, response);
                end(Outcome.WAITS);
            } else {
                refuse(false, response);
            }
        });
    }

    /** The row goes after the sender's news is on its way: a crash in between repeats the news rather than losing it. */
    private void refuse(boolean onDisk, SipResponse response) {
        var news = steps.refused(session, message, response);
        if (!onDisk) {
            end(Outcome.SETTLED);
            return;
        }
        news.thenAccept(told -> session.execute(() -> {
            if (told) {
                forget(true);
            } else {
                end(Outcome.WAITS);
            }
        }));
    }

    private void forget(boolean onDisk) {
        if (onDisk) {
            steps.forget(message).thenRun(() -> session.execute(() -> end(Outcome.SETTLED)));
        } else {
            end(Outcome.SETTLED);
        }
    }

    private void onceKept(Consumer<Boolean> then) {
        kept.thenAccept(onDisk -> session.execute(() -> then.accept(onDisk)));
    }

    private void end(Outcome outcome) {
        session.end();
        done.accept(outcome);
    }
}
