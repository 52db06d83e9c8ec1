package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.WatcherInfo;
import org.tombolo.presence.WatcherInfo.Event;
import org.tombolo.presence.WatcherInfo.Status;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.rules.SubHandling;
import org.tombolo.presence.rules.Watcher;

/** One subscription to a user whose presence we serve, as her policy has it. Guarded by its presentity. */
final class Watching {
    /** RFC 3323 4.1.1.3 */
    private static final String ANONYMOUS = "sip:anonymous@anonymous.invalid";

    private final String id;
    private final Watcher watcher;
    private final Listener listener;
    private final long since;
    private Permission permission = Permission.UNDECIDED;
    private Status status = Status.PENDING;
    private Event event = Event.SUBSCRIBE;
    private boolean decided;

    /** Who is told. Called without a lock. */
    interface Listener {
        /** What she may see has changed. */
        void changed();

        /** Her policy has been looked at, for the first time or with another outcome. */
        void decided();

        /** She may not. */
        void rejected();

        /** Nobody serves her any longer, for now. */
        void stopped();
    }

    /** @param since seconds of the wheel */
    Watching(String id, Watcher watcher, Listener listener, long since) {
        this.id = id;
        this.watcher = watcher;
        this.listener = listener;
        this.since = since;
    }

    Watcher watcher() {
        return watcher;
    }

    Listener listener() {
        return listener;
    }

    Status status() {
        return status;
    }

    boolean decided() {
        return decided;
    }

    /** What she sees of a document; empty while she may see none. */
    Optional<PresenceDocument> sees(PresenceDocument document) {
        return status == Status.ACTIVE ? Optional.of(permission.filter(document)) : Optional.empty();
    }

    /** Applies what the policy says; whether that is something new. */
    boolean apply(Permission now) {
        boolean news = !decided || !now.equals(permission);
        decided = true;
        permission = now;
        if (now.handling().grants() && status != Status.ACTIVE) {
            status = Status.ACTIVE;
            event = Event.APPROVED;
        } else if (now.handling() == SubHandling.CONFIRM && status == Status.ACTIVE) {
            // RFC 5025 3.2.1: back to pending.
            status = Status.PENDING;
            event = Event.SUBSCRIBE;
        }
        return news;
    }

    /** RFC 3857 4.7.1: it expired before anybody decided. */
    void waits() {
        status = Status.WAITING;
        event = Event.TIMEOUT;
    }

    WatcherInfo.Watcher info(long now) {
        String uri = watcher.anonymous() ? ANONYMOUS : watcher.identity().orElse(ANONYMOUS);
        return new WatcherInfo.Watcher(id, uri, status, event, now - since);
    }
}
