package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.Dispatch.Outcome;

/**
 * Tries again what waits for phones: one message of a recipient after the other, in order, as soon as she registers, and
 * otherwise after a wait that doubles with each failure. All work is done on the outbox's thread.
 */
final class SipRedelivery {
    private static final Logger LOG = LoggerFactory.getLogger(SipRedelivery.class);
    private static final int BATCH = 20;
    private static final int RECIPIENTS_AT_ONCE = 64;
    /** The longest wait is the first one doubled this often. */
    private static final int DOUBLINGS = 6;

    private final SipOutbox outbox;
    private final DeferredMessages deferred;
    private final Attempts attempts;
    private final Duration firstWait;
    private final ScheduledExecutorService thread;
    private final RandomGenerator random;
    private final Clock clock;

    private final Map<String, Recipient> recipients = new HashMap<>();
    private final Queue<String> ready = new ArrayDeque<>();
    private int busy;

    /** How a message of the outbox is passed on or given up. */
    interface Attempts {
        /** Tries to pass it on. */
        void dispatch(DeferredMessage message, Consumer<Outcome> done);

        /** Gives it up, because its time is over. */
        void expire(DeferredMessage message, Consumer<Outcome> done);
    }

    private static final class Recipient {
        private int failures;
        private boolean busy;
        private boolean again;
        private Optional<Future<?>> timer = Optional.empty();

        void stopWaiting() {
            timer.ifPresent(t -> t.cancel(false));
            timer = Optional.empty();
        }
    }

    SipRedelivery(
            SipOutbox outbox,
            DeferredMessages deferred,
            Attempts attempts,
            Duration firstWait,
            ScheduledExecutorService thread,
            RandomGenerator random,
            Clock clock) {
        this.outbox = outbox;
        this.deferred = deferred;
        this.attempts = attempts;
        this.firstWait = firstWait;
        this.thread = thread;
        this.random = random;
        this.clock = clock;
    }

    /** Tries everybody for whom something waits. */
    void start(Set<String> waiting) {
        waiting.forEach(this::added);
    }

    /** Something waits for a recipient, or what was under way to her has ended. */
    void added(String recipient) {
        thread.execute(() -> {
            Recipient state = recipients.computeIfAbsent(recipient, name -> new Recipient());
            if (state.timer.isEmpty()) {
                pump(recipient, state);
            }
        });
    }

    /** An attempt failed: the next one has time. */
    void failed(String recipient) {
        thread.execute(() -> waitLonger(recipient, recipients.computeIfAbsent(recipient, name -> new Recipient())));
    }

    /** A recipient has registered. */
    void reachable(String recipient) {
        if (deferred.holds(recipient)) {
            thread.execute(() -> {
                Recipient state = recipients.computeIfAbsent(recipient, name -> new Recipient());
                state.failures = 0;
                state.stopWaiting();
                pump(recipient, state);
            });
        }
    }

    private void pump(String recipient, Recipient state) {
        if (state.busy) {
            state.again = true;
        } else if (busy >= RECIPIENTS_AT_ONCE) {
            ready.add(recipient);
        } else {
            state.busy = true;
            busy++;
            next(recipient, state, new ArrayDeque<>());
        }
    }

    private void next(String recipient, Recipient state, Queue<DeferredMessage> rows) {
        if (rows.isEmpty() && !read(recipient, rows)) {
            ended(recipient, state, false);
            waitLonger(recipient, state);
            return;
        }
        DeferredMessage row = rows.poll();
        if (row == null || !deferred.start(row)) {
            // None is left, or the first is under way already: its end brings us back.
            ended(recipient, state, row == null);
            return;
        }
        Consumer<Outcome> then = outcome -> thread.execute(() -> tried(recipient, state, rows, row, outcome));
        if (row.expires().isBefore(clock.instant())) {
            attempts.expire(row, then);
        } else {
            attempts.dispatch(row, then);
        }
    }

    private void tried(
            String recipient, Recipient state, Queue<DeferredMessage> rows, DeferredMessage row, Outcome outcome) {
        if (outcome == Outcome.SETTLED) {
            state.failures = 0;
            next(recipient, state, rows);
            return;
        }
        deferred.rest(row);
        boolean registeredMeanwhile = state.again;
        ended(recipient, state, false);
        if (!registeredMeanwhile) {
            waitLonger(recipient, state);
        }
    }

    private boolean read(String recipient, Queue<DeferredMessage> rows) {
        try {
            rows.addAll(outbox.of(recipient, BATCH));
            return true;
        } catch (RuntimeException e) {
            LOG.error("the outbox could not be read", e);
            return false;
        }
    }

    private void ended(String recipient, Recipient state, boolean nothingLeft) {
        state.busy = false;
        busy--;
        if (state.again) {
            state.again = false;
            pump(recipient, state);
        } else if (nothingLeft && !deferred.holds(recipient)) {
            recipients.remove(recipient);
        }
        String other = ready.poll();
        if (other != null) {
            pump(other, recipients.computeIfAbsent(other, name -> new Recipient()));
        }
    }

    private void waitLonger(String recipient, Recipient state) {
        state.stopWaiting();
        long wait = firstWait.toMillis() << Math.min(state.failures, DOUBLINGS);
        state.failures++;
        // Half of it by chance: those who went away together must not all be tried at once.
        long drawn = wait / 2 + random.nextLong(wait / 2 + 1);
        state.timer = Optional.of(thread.schedule(
                () -> {
                    state.timer = Optional.empty();
                    pump(recipient, state);
                },
                drawn,
                TimeUnit.MILLISECONDS));
    }
}
