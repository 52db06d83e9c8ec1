package org.tombolo.gateway.interaction.event;

import java.time.Duration;
import java.util.Optional;

/** Carries one event to one sink. Blocks, for a bounded time. */
public interface SinkClient {
    Attempt post(Delivery delivery);

    /**
     * What became of it.
     *
     * @param what for the trace, the inspector and the log: a status or an error, no secret
     * @param retryAfter how long the sink wants to be left alone (RFC 9110 10.2.3), when it said so
     */
    record Attempt(Kind kind, String what, Optional<Duration> retryAfter) {
        public Attempt(Kind kind, String what) {
            this(kind, what, Optional.empty());
        }
    }

    /** The kinds of outcome. */
    enum Kind {
        /** The sink answered 2xx. */
        DELIVERED,
        /** It will never take it. */
        REFUSED,
        /** It may take it later. */
        FAILED
    }
}
