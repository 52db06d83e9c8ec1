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

    /** An event that a sink waits for. */
    record Waiting(CallEvent event, Sink sink) {}

    /** A call without a final event, as an earlier process left it. */
    record Unfinished(Call call, Optional<Sink> sink) {}

    /** Writes all or none. */
    void write(List<Entry> entries);

    /** The events of a call after a sequence number, in order. */
    List<CallEvent> events(CallId call, int after);

    /** Calls that have not ended. */
    List<Unfinished> unfinished();

    /** What sinks wait for, in order within each call. */
    List<Waiting> waiting();

    /** No sink waits for this event any more; after the last one of a call its sink's token is forgotten. */
    void settled(CallEvent event);

    /** Forgets calls that ended before that time; tells how many. */
    int purge(Instant endedBefore);
}
