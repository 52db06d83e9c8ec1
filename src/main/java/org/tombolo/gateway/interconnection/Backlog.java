package org.tombolo.gateway.interconnection;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many messages wait in an outbox, and for whom. Safe for all threads. */
final class Backlog {
    private final int limit;
    private final int recipientLimit;
    private final Map<String, Integer> waiting;
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

    /** Gives a place back. */
    synchronized void release(String recipient) {
        size--;
        waiting.computeIfPresent(recipient, (name, count) -> count > 1 ? count - 1 : null);
    }

    /** Whether something waits for a recipient, behind which a new message must queue. */
    synchronized boolean holds(String recipient) {
        return size > 0 && waiting.containsKey(recipient);
    }

    /** For whom something waits. */
    synchronized Set<String> recipients() {
        return Set.copyOf(waiting.keySet());
    }

    synchronized int size() {
        return size;
    }
}
