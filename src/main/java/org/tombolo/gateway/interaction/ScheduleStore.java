package org.tombolo.gateway.interaction;

import java.util.List;
import java.util.Optional;

/** Keeps calls that are to begin later. May block. */
public interface ScheduleStore {
    void add(ScheduledCall call);

    /** Moves a call that is waiting; false when it is not, and nothing was done. */
    boolean move(String id, ScheduledCall.State state);

    /** What became of a call that was moved to STARTED: the call, or none when it was refused. */
    void began(String id, Optional<CallId> call);

    /** Those that wait, of everybody. */
    List<ScheduledCall> waiting();

    Optional<ScheduledCall> scheduled(String id);

    /**
     * The first to come first.
     *
     * @param owner whose; empty for those of everybody
     */
    List<ScheduledCall> schedules(Optional<String> owner, int limit);

    /** How many of an owner wait. */
    int waiting(String owner);
}
