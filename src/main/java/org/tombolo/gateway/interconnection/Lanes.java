package org.tombolo.gateway.interconnection;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Keeps the order of messages from one XMPP user to one IMS user: each starts when the one before it has its final
 * response, because UDP and forking may overtake. Safe for all threads.
 */
final class Lanes {
    private final int laneLimit;
    private final int totalLimit;
    private final Map<String, Queue<Work>> lanes = new HashMap<>();
    private int total;

    /** Something that ends later than its start returns. */
    interface Work {
        /** @param done to be run once, when the next may start */
        void start(Runnable done);
    }

    /**
     * Empty lanes.
     *
     * @param laneLimit how many may wait or run in one lane
     * @param totalLimit how many in all
     */
    Lanes(int laneLimit, int totalLimit) {
        this.laneLimit = laneLimit;
        this.totalLimit = totalLimit;
    }

    /** Starts work now or when its turn comes; false when there is no room. */
    boolean offer(String lane, Work work) {
        synchronized (this) {
            if (total >= totalLimit) {
                return false;
            }
            Queue<Work> queue = lanes.computeIfAbsent(lane, name -> new ArrayDeque<>());
            if (queue.size() >= laneLimit) {
                return false;
            }
            queue.add(work);
            total++;
            if (queue.size() > 1) {
                return true;
            }
        }
        work.start(() -> ended(lane));
        return true;
    }

    /** Whether a lane holds work. */
    synchronized boolean isBusy(String lane) {
        return lanes.containsKey(lane);
    }

    /** How many lanes hold work. */
    synchronized int busy() {
        return lanes.size();
    }

    private void ended(String lane) {
        Work next;
        synchronized (this) {
            Queue<Work> queue = lanes.get(lane);
            if (queue == null) {
                return;
            }
            queue.poll();
            total--;
            next = queue.peek();
            if (next == null) {
                lanes.remove(lane);
                return;
            }
        }
        next.start(() -> ended(lane));
    }
}
