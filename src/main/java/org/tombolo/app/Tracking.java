package org.tombolo.app;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.config.Settings;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.gateway.interconnection.tracking.TrackingStore;
import org.tombolo.store.jdbc.JdbcTracking;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.message.MessageAccess;
import org.tombolo.web.message.MessageResource;

/** What became of messages: noted, kept for a time, and shown. */
record Tracking(MessageTracker tracker, TrackingStore store) {
    private static final Logger log = LoggerFactory.getLogger(Tracking.class);
    private static final Duration SWEEP = Duration.ofSeconds(10);
    /** Of 5000 messages each: more than come in between, and not so many that writing has to wait long. */
    private static final int STEPS_OF_SWEEP = 20;

    private static final long PATIENCE_SECONDS = 5;

    static Tracking build(Foundation foundation, Application.Closing closing) {
        TrackingStore store = new JdbcTracking(foundation.database().jdbi());
        Settings.Messages settings = foundation.settings().messages();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Threads.named("tracking"));
        MessageTracker tracker = new MessageTracker(settings.historyLimit() > 0, store, thread, foundation.metrics());
        if (settings.historyLimit() > 0) {
            store.addWaiting();
        }
        thread.scheduleWithFixedDelay(
                () -> forget(store, settings, foundation.clock()),
                SWEEP.toMillis(),
                SWEEP.toMillis(),
                TimeUnit.MILLISECONDS);
        closing.closing((AutoCloseable) () -> {
            thread.execute(tracker::flush);
            thread.shutdown();
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            thread.shutdownNow();
        });
        return new Tracking(tracker, store);
    }

    private static void forget(TrackingStore store, Settings.Messages settings, Clock clock) {
        try {
            int steps = STEPS_OF_SWEEP;
            while (store.forget(clock.instant().minus(settings.history()), settings.historyLimit()) && --steps > 0) {}
        } catch (RuntimeException e) {
            log.error("old messages could not be forgotten", e);
        }
    }

    List<Object> resources(Foundation foundation, EventStreams streams) {
        return List.of(new MessageResource(tracker, store, new MessageAccess(foundation.associations()), streams));
    }
}
