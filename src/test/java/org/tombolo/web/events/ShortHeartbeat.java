package org.tombolo.web.events;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Streams whose heartbeat a test can wait for. */
public final class ShortHeartbeat {
    private ShortHeartbeat() {}

    public static EventStreams streams(ScheduledExecutorService timer, Executor writers) {
        return new EventStreams(timer, writers, Duration.ofMillis(200));
    }
}
