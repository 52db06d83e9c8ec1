package org.tombolo.gateway.interaction.push;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.Sink;

/** Keeps pushes and their events. All methods may block. */
public interface PushStore {

    /** Writes a new push. */
    void add(Push push, PushEvent event, Optional<Sink> sink);

    /**
     * Writes a change.
     *
     * @return where its event goes
     */
    Optional<Sink> change(Push push, PushEvent event);

    /** The push of that id. */
    Optional<Push> find(PushId id);

    /** The push whose file a link opens. */
    Optional<Push> byLink(String token);

    /**
     * Pushes, the newest first.
     *
     * @param owner only those of this owner; empty for those of everybody
     * @param after only those that are older than this one; empty for the first page
     * @param limit 1 to 1000
     */
    List<Push> list(Optional<String> owner, Filter filter, Optional<PushId> after, int limit);

    /**
     * Which pushes.
     *
     * @param states none means all
     * @param to recipient, as APIs show it
     * @param call those into this call
     */
    record Filter(Set<PushState> states, Optional<String> to, Optional<CallId> call) {
        /** All of them. */
        public static final Filter ALL = new Filter(Set.of(), Optional.empty(), Optional.empty());
    }

    /** Pushes that are not over, the oldest first. */
    List<Push> unfinished();

    /** The events of a push after a sequence number, in order. */
    List<PushEvent> events(PushId push, int after);

    /** Forgets pushes that ended before a time and whose links open nothing any more, and tokens that have expired. */
    void purge(Instant endedBefore, Instant now);
}
