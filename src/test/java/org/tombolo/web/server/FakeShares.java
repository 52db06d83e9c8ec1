package org.tombolo.web.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tombolo.web.share.ShareDirectory;

/** Shares that a test makes and changes. */
final class FakeShares implements ShareDirectory {
    private final Map<String, Share> shares = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    void put(Share share) {
        shares.put(share.id(), share);
        watchers.stream().filter(w -> w.id.equals(share.id())).forEach(w -> w.listener.accept(share));
    }

    void change(String id, State state, String reason) {
        Share old = shares.get(id);
        put(new Share(id, old.from(), old.to(), state, reason, old.startedAt()));
    }

    int watchers() {
        return watchers.size();
    }

    @Override
    public List<Share> all() {
        return List.copyOf(shares.values());
    }

    @Override
    public Optional<Share> find(String id) {
        return Optional.ofNullable(shares.get(id));
    }

    @Override
    public boolean end(String id) {
        boolean ends = find(id).filter(s -> !s.state().isFinal()).isPresent();
        if (ends) {
            change(id, State.ENDED, "by request");
        }
        return ends;
    }

    @Override
    public Watching watch(String id, Consumer<Share> listener) {
        Watcher watcher = new Watcher(id, listener);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private record Watcher(String id, Consumer<Share> listener) {}
}
