package org.tombolo.msrp;

import java.util.Map;
import java.util.TreeMap;

/** Which octets of a message are there. The first is number 1. Bounded: too many gaps are refused. */
final class Ranges {
    private static final int MOST_ISLANDS = 64;

    /** All up to here are there. */
    private long upTo;
    /** What is there beyond a gap: first octet to last. */
    private final TreeMap<Long, Long> islands = new TreeMap<>();

    /**
     * Adds octets.
     *
     * @param last one less than {@code first} for none
     * @return false when there are too many gaps to remember it
     */
    boolean add(long first, long last) {
        if (last < first || last <= upTo) {
            return true;
        }
        if (first > upTo + 1) {
            return addIsland(first, last);
        }
        upTo = last;
        for (Map.Entry<Long, Long> next = islands.firstEntry();
                next != null && next.getKey() <= upTo + 1;
                next = islands.firstEntry()) {
            upTo = Math.max(upTo, next.getValue());
            islands.pollFirstEntry();
        }
        return true;
    }

    private boolean addIsland(long first, long last) {
        Map.Entry<Long, Long> before = islands.floorEntry(first);
        long start = before != null && before.getValue() >= first - 1 ? before.getKey() : first;
        long end = last;
        for (Map.Entry<Long, Long> next = islands.ceilingEntry(start);
                next != null && next.getKey() <= end + 1;
                next = islands.ceilingEntry(start)) {
            end = Math.max(end, next.getValue());
            islands.remove(next.getKey());
        }
        islands.put(start, end);
        return islands.size() <= MOST_ISLANDS;
    }

    /** How many of the first octets are there without a gap. */
    long upTo() {
        return upTo;
    }

    /** Whether all of a message of that size is there. */
    boolean cover(long total) {
        return upTo >= total;
    }
}
