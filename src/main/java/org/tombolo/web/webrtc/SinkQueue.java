package org.tombolo.web.webrtc;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.event.CallEvent;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.SinkClient;
import org.tombolo.trace.SessionId;

/**
 * Events on their way to one sink, one after the other. One that fails is tried again after 1, 2, 4, 8 and 16 seconds and then given
 * up: what a ringing phone did a minute ago helps nobody. Safe for all threads; adding does not block.
 */
final class SinkQueue {
    private static final Logger log = LoggerFactory.getLogger(SinkQueue.class);
    private static final int MOST = 100;
    private static final int TRIES = 6;

    private final Subscription subscription;
    private final SinkClient client;
    private final Executor workers;
    private final ScheduledExecutorService timers;
    private final Deque<CallEvent> waiting = new ArrayDeque<>();
    private boolean working;
    private int tries;
    private int number;

    /** @param workers do what blocks */
    SinkQueue(Subscription subscription, SinkClient client, Executor workers, ScheduledExecutorService timers) {
        this.subscription = subscription;
        this.client = client;
        this.workers = workers;
        this.timers = timers;
    }

    synchronized void add(String id, Instant at, String json) {
        if (waiting.size() >= MOST) {
            log.warn("events of subscription {} are lost: its sink takes none", subscription.id());
            return;
        }
        number++;
        waiting.add(new CallEvent(new CallId(new SessionId(subscription.id())), number, id, at, json, false));
        if (!working) {
            working = true;
            workers.execute(this::work);
        }
    }

    private void work() {
        CallEvent event = first();
        SinkClient.Kind kind = client.post(new Delivery(event, subscription.sink(), subscription.owner()))
                .kind();
        next(kind);
    }

    private synchronized CallEvent first() {
        return waiting.getFirst();
    }

    private synchronized void next(SinkClient.Kind kind) {
        tries++;
        if (kind == SinkClient.Kind.FAILED && tries < TRIES) {
            timers.schedule(() -> workers.execute(this::work), 1L << (tries - 1), TimeUnit.SECONDS);
            return;
        }
        if (kind != SinkClient.Kind.DELIVERED) {
            log.info("an event of subscription {} is given up: {}", subscription.id(), kind);
        }
        tries = 0;
        waiting.removeFirst();
        working = !waiting.isEmpty();
        if (working) {
            workers.execute(this::work);
        }
    }
}
