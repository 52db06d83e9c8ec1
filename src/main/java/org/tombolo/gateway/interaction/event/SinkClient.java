package org.tombolo.gateway.interaction.event;

import org.tombolo.gateway.interaction.Sink;

/** Carries one event to one sink. Blocks, for a bounded time. */
public interface SinkClient {
    Attempt post(CallEvent event, Sink sink);

    /**
     * What became of it.
     *
     * @param what for the trace and the log: a status or an error, no secret
     */
    record Attempt(Kind kind, String what) {}

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
