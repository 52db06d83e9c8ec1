package org.tombolo.gateway.interaction.event;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tombolo.gateway.interaction.CallId;

/** Lets streams follow a call: they are woken, and read from the store what they have not sent yet, so none misses or repeats an event. */
public final class EventFeed {
    private final EventStore store;
    private final Map<CallId, Set<Runnable>> followers = new ConcurrentHashMap<>();

    public EventFeed(EventStore store) {
        this.store = store;
    }

    /** The events of a call after a sequence number, in order. */
    public List<CallEvent> after(CallId call, int sequence) {
        return store.events(call, sequence);
    }

    /**
     * Wakes somebody whenever a call has new events.
     *
     * @param wake must not block
     * @return ends it
     */
    public Runnable follow(CallId call, Runnable wake) {
        followers.compute(call, (id, those) -> {
            Set<Runnable> all = those == null ? ConcurrentHashMap.newKeySet() : those;
            all.add(wake);
            return all;
        });
        return () -> leave(call, wake);
    }

    private void leave(CallId call, Runnable wake) {
        followers.computeIfPresent(call, (id, those) -> {
            those.remove(wake);
            return those.isEmpty() ? null : those;
        });
    }

    void published(CallId call) {
        followers.getOrDefault(call, Set.of()).forEach(Runnable::run);
    }

    /** How many follow a call now. */
    public int size() {
        return followers.values().stream().mapToInt(Set::size).sum();
    }
}
