package org.tombolo.gateway.interconnection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The messages that wait for phones: their places, their rows, and which of them are under way now. Safe for all threads. */
final class DeferredMessages {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Backlog backlog;
    private final OutboxWriter<DeferredMessage> writer;
    private final ScheduledExecutorService thread;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    DeferredMessages(Backlog backlog, OutboxWriter<DeferredMessage> writer, ScheduledExecutorService thread) {
        this.backlog = backlog;
        this.writer = writer;
        this.thread = thread;
    }

    /** Whether something waits for a recipient, behind which a new message must queue. */
    boolean holds(String recipient) {
        return backlog.holds(recipient);
    }

    /** Puts a message that is under way into the outbox; false when there is no room or it cannot be written. */
    CompletableFuture<Boolean> keep(DeferredMessage message) {
        if (!backlog.reserve(message.to())) {
            return CompletableFuture.completedFuture(false);
        }
        underWay.add(message.id().number());
        return writer.add(message).handle((nothing, failure) -> {
            if (failure != null) {
                underWay.remove(message.id().number());
                backlog.release(message.id().number(), message.to());
            }
            return failure == null;
        });
    }

    /** A message of the outbox is under way; false when it was already. */
    boolean start(DeferredMessage message) {
        return underWay.add(message.id().number());
    }

    /** A message of the outbox is not under way any more. */
    void rest(DeferredMessage message) {
        underWay.remove(message.id().number());
    }

    boolean isUnderWay(DeferredMessage message) {
        return underWay.contains(message.id().number());
    }

    /** Takes a message out of the outbox; done when it is gone, however often that has to be tried. */
    CompletableFuture<Void> remove(DeferredMessage message) {
        return writer.remove(message.id().number())
                .handle((nothing, failure) -> failure == null)
                .thenCompose(gone -> gone ? gone(message) : removeLater(message));
    }

    private CompletableFuture<Void> gone(DeferredMessage message) {
        rest(message);
        backlog.release(message.id().number(), message.to());
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> removeLater(DeferredMessage message) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        var unused = thread.schedule(
                () -> remove(message).thenRun(() -> later.complete(null)), RETRY.toMillis(), TimeUnit.MILLISECONDS);
        return later;
    }
}
