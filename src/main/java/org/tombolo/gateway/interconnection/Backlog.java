package org.tombolo.gateway.interconnection;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How many messages wait in an outbox, for whom, and which of them are on a stream already: those hold up nobody, because a
 * stream keeps its order. Safe for all threads.
 */
final class Backlog {
    private final int limit;
    private final int recipientLimit;
    private final Map<String, Integer> waiting;
    private final Map<Long, String> onStream = new HashMap<>();
    private final Map<String, Integer> onStreamFor = new HashMap<>();
    private int size;

    /**
     * What waits at the start.
     *
     * @param limit how many may wait; 0 when none may
     * @param recipientLimit how many of them for one recipient
     */
    Backlog(int limit, int recipientLimit, Map<String, Integer> waiting) {
        this.limit = limit;
        this.recipientLimit = recipientLimit;
        this.waiting = new HashMap<>(waiting);
        this.size = waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Takes a place; false when there is none left. */
    synchronized boolean reserve(String recipient) {
        if (size >= limit || waiting.getOrDefault(recipient, 0) >= recipientLimit) {
            return false;
        }
        size++;
        waiting.merge(recipient, 1, Integer::sum);
        return true;
    }

    /** Takes a place for a message that is on the stream; false when there is none left. */
    synchronized boolean reserveOnStream(long number, String recipient) {
        boolean taken = reserve(recipient);
        if (taken) {
            onStream(number, recipient);
        }
        return taken;
    }

    /** A message that has a place is on the stream now. */
    synchronized void onStream(long number, String recipient) {
        if (onStream.put(number, recipient) == null) {
            onStreamFor.merge(recipient, 1, Integer::sum);
        }
    }

    /** A message that has a place was lost with the stream, and must go again before those that come now. */
    synchronized void offStream(long number) {
        String recipient = onStream.remove(number);
        if (recipient != null) {
            decrement(onStreamFor, recipient);
        }
    }

    /** Gives a place back. */
    synchronized void release(long number, String recipient) {
        offStream(number);
        size--;
        decrement(waiting, recipient);
    }

    private static void decrement(Map<String, Integer> counts, String recipient) {
        counts.computeIfPresent(recipient, (name, count) -> count > 1 ? count - 1 : null);
    }

    /** Whether something waits for a recipient, behind which a new message must queue. */
    synchronized boolean holds(String recipient) {
        return size > onStream.size() && waiting.getOrDefault(recipient, 0) > onStreamFor.getOrDefault(recipient, 0);
    }

    /** For whom something waits. */
    synchronized Set<String> recipients() {
        return Set.copyOf(waiting.keySet());
    }

    synchronized int size() {
        return size;
    }
}
