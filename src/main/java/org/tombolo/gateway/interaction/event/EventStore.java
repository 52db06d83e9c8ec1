package org.tombolo.gateway.interaction.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Sink;
import org.tombolo.sip.DialogRecord;

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

    /** One leg of a call that has not ended, as a later process needs it to end it. */
    record KeptLeg(CallId call, String name, DialogRecord dialog) {}

    /** Writes all or none; the legs of calls that have ended are forgotten. */
    void write(List<Entry> entries, List<KeptLeg> legs);

    /** The legs of calls that have not ended. */
    List<KeptLeg> legs();

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
