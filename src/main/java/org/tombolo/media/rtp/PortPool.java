package org.tombolo.media.rtp;

import java.util.BitSet;
import java.util.OptionalInt;

/** Even ports, each with the odd one after it (RFC 3550 11), handed out in turn so that a port rests after its use. */
final class PortPool {
    private final int first;
    private final int pairs;
    private final BitSet taken = new BitSet();
    private int next;

    /**
     * @param first even port
     * @param last last port that may be used
     */
    PortPool(int first, int last) {
        this.first = first;
        this.pairs = (last - first + 1) / 2;
    }

    /** Takes a pair and tells its even port; none when all are taken. */
    synchronized OptionalInt take() {
        for (int i = 0; i < pairs; i++) {
            int pair = (next + i) % pairs;
            if (!taken.get(pair)) {
                taken.set(pair);
                next = pair + 1;
                return OptionalInt.of(first + 2 * pair);
            }
        }
        return OptionalInt.empty();
    }

    synchronized void release(int port) {
        taken.clear((port - first) / 2);
    }

    synchronized int taken() {
        return taken.cardinality();
    }

    int size() {
        return pairs;
    }
}
