package org.tombolo.gateway.convergence.browser;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tombolo.identity.WebUser;

/** The calls that there are: one of each user, and no more than there may be. Safe for all threads. */
final class CallDirectory {
    private final int most;
    private final Map<String, BrowserCall> byId = new ConcurrentHashMap<>();
    private final Map<WebUser, BrowserCall> byUser = new ConcurrentHashMap<>();

    /** What became of a call that wanted to be in. */
    enum Entry {
        IN,
        /** The user is in another call. */
        BUSY,
        /** There are too many. */
        FULL
    }

    CallDirectory(int most) {
        this.most = most;
    }

    int size() {
        return byId.size();
    }

    synchronized Entry add(BrowserCall call) {
        if (byUser.containsKey(call.user())) {
            return Entry.BUSY;
        } else if (byId.size() >= most) {
            return Entry.FULL;
        }
        byUser.put(call.user(), call);
        byId.put(call.view().id(), call);
        return Entry.IN;
    }

    synchronized void remove(BrowserCall call) {
        byUser.remove(call.user(), call);
        byId.remove(call.view().id());
    }

    Optional<BrowserCall> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<BrowserCall> of(WebUser user) {
        return Optional.ofNullable(byUser.get(user));
    }

    List<BrowserCall> all() {
        return List.copyOf(byId.values());
    }
}
