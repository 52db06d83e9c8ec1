package org.tombolo.gateway.interaction;

import java.util.List;
import java.util.Optional;

/** The calls of now and of the last 24 hours, as the journal wrote them down. */
public interface CallStore {

    /** The call of that id. */
    Optional<Call> find(CallId id);

    /**
     * Calls, the newest first.
     *
     * @param owner only calls of this owner; empty for those of everybody
     * @param after only calls that are older than this one; empty for the first page
     * @param limit 1 to 1000
     */
    List<Call> list(Optional<String> owner, Optional<CallId> after, int limit);
}
