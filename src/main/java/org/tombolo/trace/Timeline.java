package org.tombolo.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The events of one session. When there are too many, the middle is forgotten: how a session began and what happened last
 * explain most. Its lock is held for an insertion only.
 */
final class Timeline {
    /** No growth of a timeline is like this. */
    static final long FORGOTTEN = Long.MIN_VALUE;

    /** About the bytes around a Call-ID: the string, and the entries of two maps. */
    private static final long LINK = 150;

    private final int firstKept;
    private final int latestKept;
    private final List<TraceEvent> first = new ArrayList<>(8);
    private final Deque<TraceEvent> latest = new ArrayDeque<>(0);
    private final Set<String> callIds = new HashSet<>(4);
    private long weight;
    private boolean forgotten;

    Timeline(int most) {
        firstKept = most / 2;
        latestKept = most - firstKept;
    }

    /** Adds an event; returns by how much the timeline grew, or {@link #FORGOTTEN} when it was forgotten meanwhile. */
    synchronized long add(TraceEvent event) {
        if (forgotten) {
            return FORGOTTEN;
        }
        long before = weight;
        weight += weight(event);
        if (first.size() < firstKept) {
            first.add(event);
        } else {
            latest.add(event);
        }
        if (latest.size() > latestKept) {
            weight -= weight(latest.removeFirst());
        }
        return weight - before;
    }

    /** Adds a Call-ID by {@code index}; returns by how much the timeline grew, or {@link #FORGOTTEN}. */
    synchronized long link(String callId, Runnable index) {
        if (forgotten) {
            return FORGOTTEN;
        }
        if (!callIds.add(callId)) {
            return 0;
        }
        index.run();
        long growth = LINK + callId.length();
        weight += growth;
        return growth;
    }

    synchronized List<TraceEvent> events() {
        List<TraceEvent> events = new ArrayList<>(first);
        events.addAll(latest);
        // Threads may hand events in out of order; the sort keeps those of the same instant as they came.
        events.sort(Comparator.comparing(TraceEvent::time));
        return List.copyOf(events);
    }

    /** Takes nothing more; returns the Call-IDs that led here. */
    synchronized Set<String> forget() {
        forgotten = true;
        return callIds;
    }

    synchronized long weight() {
        return weight;
    }

    /** About the bytes it holds: text in Latin-1, and the objects around it. */
    private static long weight(TraceEvent event) {
        return 200L
                + event.from().length()
                + event.to().length()
                + event.summary().length()
                + event.detail().length();
    }
}
