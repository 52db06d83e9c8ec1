package org.tombolo.msrp;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions by their ids. Safe for all threads. */
final class Directory {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentHashMap<String, EndpointSession> sessions = new ConcurrentHashMap<>();

    Directory(int most) {
        this.most = most;
    }

    /** Adds a session; false when there are too many. */
    boolean add(EndpointSession session) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        sessions.put(session.id(), session);
        return true;
    }

    void remove(EndpointSession session) {
        if (sessions.remove(session.id(), session)) {
            count.decrementAndGet();
        }
    }

    Optional<EndpointSession> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    Collection<EndpointSession> all() {
        return List.copyOf(sessions.values());
    }

    int size() {
        return count.get();
    }
}
