package org.tombolo.gateway.interaction.push;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interaction.event.AttemptLog;
import org.tombolo.gateway.interaction.event.Delivery;
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.identity.Address;

/** Which events of pushes sinks still wait for, and what became of the attempts to bring them there. All methods may block. */
public interface PushDeliveryLog extends AttemptLog {

    /**
     * A push with a sink, and how far its events have come.
     *
     * @param sink its URI
     * @param events how many there are
     * @param delivered how many of them the sink has taken
     * @param waiting how many it still has to get
     */
    record Summary(
            PushId push,
            Address from,
            Address to,
            Instant createdAt,
            String sink,
            int events,
            int delivered,
            int waiting) {}

    /** What sinks wait for, in order within each push. */
    List<Delivery> waiting();

    /**
     * Pushes with a sink, the newest first.
     *
     * @param owner whose; empty for those of everybody
     */
    List<Summary> summaries(Optional<String> owner, int limit);

    /** The attempts of a push's events, in order. */
    List<DeliveryLog.Attempted> attempts(PushId push);

    /** Which events of a push its sink waits for, by sequence number. */
    List<Integer> waiting(PushId push);

    /**
     * Has a push's events wait for its sink again.
     *
     * @param sequence of one event, or none for all of them
     * @return what has to be delivered now, in order: what no sink waited for; nothing when the push has no sink
     */
    List<Delivery> reopened(PushId push, Optional<Integer> sequence);
}
