package org.tombolo.gateway.interconnection.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tombolo.identity.Jid;

/** The calls that there are, and by which Jingle sessions they are known. Safe for all threads. */
final class CallDirectory {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Key, Call> bySession = new ConcurrentHashMap<>();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** XEP-0166 7.1: a sid is unique between two parties; which device takes part may not be known yet. */
    private record Key(Jid xmpp, String sid) {}

    /** @param most calls at a time */
    CallDirectory(int most) {
        this.most = most;
    }

    int size() {
        return count.get();
    }

    List<Call> all() {
        return List.copyOf(calls);
    }

    /** Takes a place for a call; false when all are taken. */
    boolean take() {
        if (count.incrementAndGet() <= most) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    void add(Call call) {
        calls.add(call);
    }

    /** Gives back the place of a call that never came to be. */
    void release() {
        count.decrementAndGet();
    }

    void remove(Call call) {
        if (calls.remove(call)) {
            bySession.values().removeIf(call::equals);
            count.decrementAndGet();
        }
    }

    /** A session of a call; false when these two have one of that name. */
    boolean add(Jid xmpp, String sid, Call call) {
        return bySession.putIfAbsent(new Key(xmpp.bare(), sid), call) == null;
    }

    Optional<Call> find(Jid xmpp, String sid) {
        return Optional.ofNullable(bySession.get(new Key(xmpp.bare(), sid)));
    }
}
