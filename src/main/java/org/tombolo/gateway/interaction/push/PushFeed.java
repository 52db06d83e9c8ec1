package org.tombolo.gateway.interaction.push;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Lets streams follow a push: they are woken for its events, which they read from the store, and told how much of a file the phone
 * has, which nobody writes down. Safe for all threads.
 */
public final class PushFeed {
    private final PushStore store;
    private final Map<PushId, Set<Follower>> followers = new ConcurrentHashMap<>();
    private final Map<PushId, Progress> running = new ConcurrentHashMap<>();

    /** Who follows a push. Must not block. */
    public interface Follower {
        /** There are new events. */
        void changed();

        /** The phone has more of the file: whole percents. */
        void progress(Progress progress);
    }

    public PushFeed(PushStore store) {
        this.store = store;
    }

    /** The events of a push after a sequence number, in order. May block. */
    public List<PushEvent> after(PushId push, int sequence) {
        return store.events(push, sequence);
    }

    /** How much of the file of a push the phone has, while it is being sent. */
    public Optional<Progress> progress(PushId push) {
        return Optional.ofNullable(running.get(push));
    }

    /**
     * Follows a push.
     *
     * @return ends it
     */
    public Runnable follow(PushId push, Follower follower) {
        followers.compute(push, (id, those) -> {
            Set<Follower> all = those == null ? ConcurrentHashMap.newKeySet() : those;
            all.add(follower);
            return all;
        });
        return () -> leave(push, follower);
    }

    private void leave(PushId push, Follower follower) {
        followers.computeIfPresent(push, (id, those) -> {
            those.remove(follower);
            return those.isEmpty() ? null : those;
        });
    }

    void published(PushId push) {
        tell(push, Follower::changed);
    }

    void progressed(PushId push, Progress progress) {
        Progress before = running.put(push, progress);
        if (before == null || before.percent() != progress.percent()) {
            tell(push, follower -> follower.progress(progress));
        }
    }

    /** Nothing of it is being sent any more. */
    void rests(PushId push) {
        running.remove(push);
    }

    private void tell(PushId push, Consumer<Follower> what) {
        followers.getOrDefault(push, Set.of()).forEach(what);
    }
}
