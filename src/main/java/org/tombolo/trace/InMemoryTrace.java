package org.tombolo.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Timelines in memory, as one log of octets that forgets its beginning. Every message writes some records, and few are ever
 * read: so writing leaves no objects for the collector, and whoever reads looks through the log, some ten milliseconds.
 */
public final class InMemoryTrace implements Trace {
    private static final int MOST_TEXT = 1024;
    private static final int MOST_DETAIL = 8192;
    /** Nobody's stack makes longer ones. */
    private static final int MOST_CALL_ID = 256;
    /** No record is greater: three octets a character. */
    private static final int LEAST_CHUNK = 3 * (4 * MOST_TEXT + MOST_DETAIL);

    private final int mostEvents;
    private final int mostChunks;
    private final int chunkSize;
    private final Deque<TraceChunk> chunks = new ArrayDeque<>();

    /**
     * A trace that forgets beyond any of these.
     *
     * @param mostEvents shown of one session, the middle ones are left out: how it began and what happened last explain most
     * @param mostChunks pieces of the log, the oldest goes first; at least 2
     * @param chunkSize octets of a piece, at least 40,000
     */
    public InMemoryTrace(int mostEvents, int mostChunks, int chunkSize) {
        if (mostChunks < 2 || chunkSize < LEAST_CHUNK) {
            throw new IllegalArgumentException("a trace needs two chunks of " + LEAST_CHUNK);
        }
        this.mostEvents = mostEvents;
        this.mostChunks = mostChunks;
        this.chunkSize = chunkSize;
    }

    /** 500 events of a session, 64 MB in all. */
    public static InMemoryTrace ofOrdinarySize() {
        return new InMemoryTrace(500, 64, 1 << 20);
    }

    @Override
    public void record(TraceEvent event) {
        append(TraceRecord.of(cut(event)));
    }

    @Override
    public void link(SessionId session, String callId) {
        if (callId.length() <= MOST_CALL_ID) {
            append(TraceRecord.of(session, callId));
        }
    }

    private synchronized void append(byte[] record) {
        if (!chunks.isEmpty() && chunks.getLast().add(record)) {
            return;
        }
        if (chunks.size() == mostChunks) {
            chunks.removeFirst();
        }
        TraceChunk fresh = new TraceChunk(chunkSize);
        fresh.add(record);
        chunks.add(fresh);
    }

    @Override
    public List<TraceEvent> timeline(SessionId session) {
        List<TraceEvent> events = new ArrayList<>();
        read(record -> {
            if (record.mayBeEventOf(session)) {
                TraceEvent event = record.event();
                if (event.session().equals(session)) {
                    add(events, event);
                }
            }
        });
        // Threads may hand events in out of order; the sort keeps those of the same instant as they came.
        events.sort(Comparator.comparing(TraceEvent::time));
        return List.copyOf(events);
    }

    private void add(List<TraceEvent> events, TraceEvent event) {
        events.add(event);
        if (events.size() > mostEvents) {
            events.remove(mostEvents / 2);
        }
    }

    @Override
    public List<SessionId> sessions(int limit) {
        Set<SessionId> sessions = new LinkedHashSet<>();
        read(record -> sessions.add(record.session()));
        List<SessionId> oldestFirst = List.copyOf(sessions);
        List<SessionId> newest = new ArrayList<>();
        for (int i = oldestFirst.size() - 1; i >= 0 && newest.size() < limit; i--) {
            newest.add(oldestFirst.get(i));
        }
        return newest;
    }

    @Override
    public Optional<SessionId> byCallId(String callId) {
        AtomicReference<SessionId> newest = new AtomicReference<>();
        read(record -> {
            if (record.isLinkOf(callId)) {
                newest.set(record.session());
            }
        });
        return Optional.ofNullable(newest.get());
    }

    private void read(Consumer<TraceRecord> reader) {
        List<TraceChunk> all;
        synchronized (this) {
            all = List.copyOf(chunks);
        }
        all.forEach(chunk -> chunk.read(reader));
    }

    private static TraceEvent cut(TraceEvent event) {
        if (event.from().length() <= MOST_TEXT
                && event.to().length() <= MOST_TEXT
                && event.summary().length() <= MOST_TEXT
                && event.detail().length() <= MOST_DETAIL) {
            return event;
        }
        return new TraceEvent(
                event.session(),
                event.time(),
                event.protocol(),
                cut(event.from(), MOST_TEXT),
                cut(event.to(), MOST_TEXT),
                cut(event.summary(), MOST_TEXT),
                cut(event.detail(), MOST_DETAIL));
    }

    private static String cut(String text, int most) {
        String note = "\n(cut, " + text.length() + " characters)";
        return text.length() <= most ? text : text.substring(0, most - note.length()) + note;
    }
}
