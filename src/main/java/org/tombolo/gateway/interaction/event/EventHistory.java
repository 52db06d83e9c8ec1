package org.tombolo.gateway.interaction.event;

import java.util.List;
import java.util.Optional;

/** Events over all calls, for clients that were away. May block. */
public interface EventHistory {
    /**
     * An event and its place.
     *
     * @param position higher than that of every event written before
     */
    record Placed(long position, CallEvent event) {}

    /**
     * Events in the order in which they were written.
     *
     * @param owner whose calls; empty for those of everybody
     * @param after only events behind this position
     * @param limit 1 to 1000
     */
    List<Placed> history(Optional<String> owner, long after, int limit);
}
