package org.tombolo.gateway.interaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    List<Call> list(Optional<String> owner, Filter filter, Optional<CallId> after, int limit);

    /**
     * Which calls.
     *
     * @param states none means all
     * @param party one of the two, as APIs show it
     * @param since created at or after this
     * @param until created before this
     */
    record Filter(Set<CallState> states, Optional<String> party, Optional<Instant> since, Optional<Instant> until) {
        /** All of them. */
        public static final Filter ALL = new Filter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
