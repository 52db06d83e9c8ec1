package org.tombolo.msrp;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session tells its owner: on the owner's executor, one thing after the other, in order. */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Executor executor;
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    void post(Runnable letter) {
        letters.add(letter);
        if (waiting.getAndIncrement() == 0) {
            try {
                executor.execute(() -> deliver(Mailbox::read));
            } catch (RejectedExecutionException e) {
                LOG.debug("the owner of an MSRP session has ended");
                deliver(nobody -> {});
            }
        }
    }

    private void deliver(Consumer<Runnable> reader) {
        do {
            // A letter is there before it is counted.
            reader.accept(Objects.requireNonNull(letters.poll()));
        } while (waiting.decrementAndGet() > 0);
    }

    private static void read(Runnable letter) {
        try {
            letter.run();
        } catch (RuntimeException e) {
            LOG.error("the owner of an MSRP session failed", e);
        }
    }
}
