package org.tombolo.gateway.interaction.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Sink;

/** Keeps calls and their events, and which events a sink still waits for. All methods may block. */
public interface EventStore {

    /**
     * A call's change, with its event and the sink that waits for it.
     *
     * @param call written anew when its revision is 1
     */
    record Entry(Call call, CallEvent event, Optional<Sink> sink) {}

    /** A call without a final event, as an earlier process left it. */
    record Unfinished(Call call, Optional<Sink> sink) {}

    /** Writes all or none. */
    void write(List<Entry> entries);

    /** The events of a call after a sequence number, in order. */
    List<CallEvent> events(CallId call, int after);

    /** Calls that have not ended. */
    List<Unfinished> unfinished();

    /** What sinks wait for, in order within each call. */
    List<Delivery> waiting();

    /**
     * Forgets calls that ended before a time, and tokens that have expired.
     *
     * @return how many calls
     */
    int purge(Instant endedBefore, Instant now);
}
