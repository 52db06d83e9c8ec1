package org.tombolo.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Timelines in memory, bounded in sessions, in events of a session and in bytes. */
public final class InMemoryTrace implements Trace {
    private static final int MOST_DETAIL = 8192;
    /** Nobody's stack makes longer ones; the index would grow with what strangers send. */
    private static final int MOST_CALL_ID = 256;

    private final int mostSessions;
    private final int mostEvents;
    private final long mostBytes;
    private final Map<SessionId, Timeline> timelines = new ConcurrentHashMap<>();
    private final Map<String, SessionId> byCallId = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<SessionId> newestFirst = new ConcurrentLinkedDeque<>();
    /** The deque counts by walking. */
    private final AtomicInteger sessions = new AtomicInteger();

    private final AtomicLong bytes = new AtomicLong();

    /**
     * A trace that forgets beyond any of these.
     *
     * @param mostSessions sessions, the oldest go first
     * @param mostEvents events of one session, the middle ones go first
     * @param mostBytes about what all of it takes; the oldest sessions go first
     */
    public InMemoryTrace(int mostSessions, int mostEvents, long mostBytes) {
        this.mostSessions = mostSessions;
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
    }

    /** 10,000 sessions of 500 events, 64 MB in all. */
    public static InMemoryTrace ofOrdinarySize() {
        return new InMemoryTrace(10_000, 500, 64L << 20);
    }

    @Override
    public void record(TraceEvent event) {
        TraceEvent kept = cut(event);
        long growth = Timeline.FORGOTTEN;
        while (growth == Timeline.FORGOTTEN) {
            growth = timelineOf(event.session()).add(kept);
        }
        bytes.addAndGet(growth);
        forgetTheOldest();
    }

    @Override
    public void link(SessionId session, String callId) {
        if (callId.length() > MOST_CALL_ID) {
            return;
        }
        long growth = Timeline.FORGOTTEN;
        while (growth == Timeline.FORGOTTEN) {
            growth = timelineOf(session).link(callId, () -> byCallId.put(callId, session));
        }
        bytes.addAndGet(growth);
        forgetTheOldest();
    }

    @Override
    public List<TraceEvent> timeline(SessionId session) {
        Timeline timeline = timelines.get(session);
        return timeline == null ? List.of() : timeline.events();
    }

    @Override
    public List<SessionId> sessions(int limit) {
        return newestFirst.stream().limit(limit).toList();
    }

    @Override
    public Optional<SessionId> byCallId(String callId) {
        return Optional.ofNullable(byCallId.get(callId));
    }

    private Timeline timelineOf(SessionId session) {
        Timeline known = timelines.get(session);
        if (known != null) {
            return known;
        }
        Timeline fresh = new Timeline(mostEvents);
        Timeline other = timelines.putIfAbsent(session, fresh);
        if (other == null) {
            // Last, so that whoever takes it from the list to forget it finds the timeline.
            newestFirst.addFirst(session);
            sessions.incrementAndGet();
        }
        return other == null ? fresh : other;
    }

    private void forgetTheOldest() {
        while (sessions.get() > mostSessions || bytes.get() > mostBytes) {
            SessionId oldest = newestFirst.pollLast();
            if (oldest == null) {
                return;
            }
            sessions.decrementAndGet();
            forget(oldest);
        }
    }

    private void forget(SessionId session) {
        Timeline timeline = timelines.get(session);
        if (timeline != null) {
            // A later session may have taken over the Call-ID (ISC spiral).
            timeline.forget().forEach(callId -> byCallId.remove(callId, session));
            bytes.addAndGet(-timeline.weight());
            timelines.remove(session, timeline);
        }
    }

    private static TraceEvent cut(TraceEvent event) {
        String detail = event.detail();
        return detail.length() <= MOST_DETAIL
                ? event
                : new TraceEvent(
                        event.session(),
                        event.time(),
                        event.protocol(),
                        event.from(),
                        event.to(),
                        event.summary(),
                        detail.substring(0, MOST_DETAIL) + "\n(cut, " + detail.length() + " characters)");
    }
}
