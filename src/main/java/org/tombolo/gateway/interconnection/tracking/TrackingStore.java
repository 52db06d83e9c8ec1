package org.tombolo.gateway.interconnection.tracking;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Messages and how far they got, kept for good. May block. */
public interface TrackingStore {

    /** Adds messages and what is new about others; all or nothing. Changes of messages that are not there are left out of account. */
    void write(List<TrackedMessage> added, List<Change> changes);

    /** The message of that name. */
    Optional<TrackedMessage> find(MessageId id);

    /**
     * The messages of these numbers, as far as they are there.
     *
     * @param numbers at most 1000
     */
    List<TrackedMessage> find(Collection<Long> numbers);

    /**
     * The newest first.
     *
     * @param parties URIs of the IMS side and bare JIDs, one of which must be a party; all messages when there are none
     * @param before only those with a smaller number
     * @param limit 1 to 1000
     */
    List<TrackedMessage> list(Optional<Set<String>> parties, Filter filter, Optional<Long> before, int limit);

    /** The greatest number there is, 0 when there is none. */
    long greatestNumber();

    /** Adds what waits in an outbox and is not here: the process ended before it was written. */
    void addWaiting();

    /**
     * Forgets old messages, a bounded number at a time.
     *
     * @param before those that came earlier
     * @param most how many may stay
     * @return whether there may be more to forget
     */
    boolean forget(Instant before, long most);

    /**
     * Which messages are wanted.
     *
     * @param states none for all
     * @param party a URI of the IMS side or a bare JID
     * @param reference the id that its sender gave it
     * @param since came then or later
     * @param until came earlier
     */
    record Filter(
            Set<MessageState> states,
            Optional<String> party,
            Optional<String> reference,
            Optional<Instant> since,
            Optional<Instant> until) {
        /** All. */
        public static final Filter NONE =
                new Filter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
