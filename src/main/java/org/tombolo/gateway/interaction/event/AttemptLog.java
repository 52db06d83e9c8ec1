package org.tombolo.gateway.interaction.event;

import java.time.Duration;
import java.time.Instant;

/** Keeps what became of each attempt to bring an event to its sink. May block. */
public interface AttemptLog {

    /**
     * An attempt was made.
     *
     * @param settled whether it was the last: no sink waits for this event any more
     */
    void attempted(SinkEvent event, Instant at, SinkClient.Attempt attempt, Duration took, boolean settled);
}
