package org.tombolo.gateway.interaction.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interaction.CallId;

/** What became of the attempts to bring the events of calls to their sinks. All methods may block. */
public interface DeliveryLog extends AttemptLog {

    /**
     * One attempt, as the inspector shows it.
     *
     * @param number 1 for the first of its event
     * @param what a status or an error, at most 300 characters
     */
    record Attempted(int sequence, int number, Instant at, SinkClient.Kind outcome, String what, Duration took) {}

    /**
     * A call with a sink, and how far its events have come.
     *
     * @param sink its URI
     * @param events how many there are
     * @param delivered how many of them the sink has taken
     * @param waiting how many it still has to get
     */
    record Summary(
            CallId call,
            String caller,
            String callee,
            Instant createdAt,
            String sink,
            int events,
            int delivered,
            int waiting) {}

    /**
     * Calls with a sink, the newest first.
     *
     * @param owner whose; empty for those of everybody
     */
    List<Summary> summaries(Optional<String> owner, int limit);

    /** The attempts of a call's events, in order. */
    List<Attempted> attempts(CallId call);

    /** Which events of a call its sink waits for, by sequence number. */
    List<Integer> waiting(CallId call);

    /**
     * Has a call's events wait for its sink again.
     *
     * @param sequence of one event, or none for all of them
     * @return what has to be delivered now, in order: what no sink waited for; nothing when the call has no sink
     */
    List<Delivery> reopened(CallId call, Optional<Integer> sequence);
}
