package org.tombolo.gateway.interconnection.presence;

import java.util.HashMap;
import java.util.Map;

/** How many watches there may be, in all and of one watcher. Safe for all threads. */
final class Quota {
    private final int total;
    private final int each;
    private final Map<Object, Integer> taken = new HashMap<>();
    private int size;

    /**
     * Nothing is taken.
     *
     * @param total most in all
     * @param each most of one watcher
     */
    Quota(int total, int each) {
        this.total = total;
        this.each = each;
    }

    /** Takes a place; false when there is none left. */
    synchronized boolean take(Object watcher) {
        if (size >= total || taken.getOrDefault(watcher, 0) >= each) {
            return false;
        }
        size++;
        taken.merge(watcher, 1, Integer::sum);
        return true;
    }

    /** Gives a place back. */
    synchronized void release(Object watcher) {
        size--;
        taken.computeIfPresent(watcher, (who, count) -> count > 1 ? count - 1 : null);
    }
}
