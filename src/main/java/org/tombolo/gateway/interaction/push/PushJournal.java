package org.tombolo.gateway.interaction.push;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.SinkDelivery;
import org.tombolo.metrics.Metrics;

/** Writes down what happens to pushes, and only then lets streams and sinks know, so that nobody hears of what a crash could take back. Blocks. */
public final class PushJournal {
    private static final Logger LOG = LoggerFactory.getLogger(PushJournal.class);
    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final PushStore store;
    private final PushDeliveryLog log;
    private final PushEvents events;
    private final PushFeed feed;
    private final SinkDelivery delivery;
    private final Metrics.Counter lost;

    public PushJournal(
            PushStore store,
            PushDeliveryLog log,
            PushEvents events,
            PushFeed feed,
            SinkDelivery delivery,
            Metrics metrics) {
        this.store = store;
        this.log = log;
        this.events = events;
        this.feed = feed;
        this.delivery = delivery;
        this.lost = metrics.counter("tombolo_errors_total", "protocol", "store", "kind", "push_events");
    }

    /** Delivers what sinks wait for since an earlier process. */
    void open() {
        log.waiting().forEach(waiting -> delivery.deliver(waiting, log));
    }

    /**
     * Sends events again that were delivered or given up.
     *
     * @param sequence of one event, or none for all of the push
     * @return how many
     */
    public int again(PushId push, Optional<Integer> sequence) {
        List<Delivery> reopened = log.reopened(push, sequence);
        reopened.forEach(event -> delivery.deliver(event, log));
        return reopened.size();
    }

    /** @throws RuntimeException when it could not be written */
    void created(Push push, Optional<Sink> sink) {
        PushEvent event = events.of(push);
        store.add(push, event, sink);
        publish(push, event, sink);
    }

    /** A change that cannot be written is gone: after a restart the push is as it was before. */
    void changed(Push push) {
        PushEvent event = events.of(push);
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; tries <= TRIES; tries++) {
            try {
                publish(push, event, store.change(push, event));
                return;
            } catch (RuntimeException e) {
                LOG.error("a change of {} could not be written, attempt {}", push.id(), tries, e);
                pause(pause);
                pause = pause.multipliedBy(2);
            }
        }
        lost.increment();
    }

    private void publish(Push push, PushEvent event, Optional<Sink> sink) {
        feed.published(push.id());
        sink.ifPresent(s -> delivery.deliver(new Delivery(event, s, push.owner()), log));
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
