package org.tombolo.gateway.interconnection;

import java.util.HashMap;
import java.util.Map;
import org.tombolo.identity.Jid;

/** How many messages wait in the outbox, and for whom. Safe for all threads. */
final class Backlog {
    private final int limit;
    private final Map<String, Integer> waiting;
    private int size;

    /** @param limit how many may wait; 0 when none may */
    Backlog(int limit, Map<String, Integer> waiting) {
        this.limit = limit;
        this.waiting = new HashMap<>(waiting);
        this.size = waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Takes a place; false when there is none left. */
    synchronized boolean reserve(Jid recipient) {
        if (size >= limit) {
            return false;
        }
        size++;
        waiting.merge(recipient.bare().text(), 1, Integer::sum);
        return true;
    }

    /** Gives a place back. */
    synchronized void release(Jid recipient) {
        size--;
        waiting.computeIfPresent(recipient.bare().text(), (jid, count) -> count > 1 ? count - 1 : null);
    }

    /** Whether something waits for a recipient, behind which a new message must queue. */
    synchronized boolean holds(Jid recipient) {
        return size > 0 && waiting.containsKey(recipient.bare().text());
    }

    synchronized int size() {
        return size;
    }
}
