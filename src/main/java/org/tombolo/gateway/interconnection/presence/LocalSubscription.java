package org.tombolo.gateway.interconnection.presence;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.WatcherInfo.Status;
import org.tombolo.presence.rules.Watcher;
import org.tombolo.sip.Body;
import org.tombolo.sip.SipResponse;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.trace.SessionId;

/**
 * A subscription to a user whose presence we serve, without a dialog. Its listener is told one thing after the other, never
 * while a caller holds a lock of its own.
 */
final class LocalSubscription implements Subscription, Watching.Listener {
    private final Presentity presentity;
    private final Executor work;
    private final SessionId id;
    private final SubscriptionListener listener;
    private final boolean once;
    private final Queue<Runnable> news = new ArrayDeque<>();
    private volatile @Nullable Watching watching;
    private boolean telling;
    private boolean over;

    /** @param once whether it asks once and has an end then */
    LocalSubscription(Presentity presentity, boolean once, Executor work, SessionId id, SubscriptionListener listener) {
        this.presentity = presentity;
        this.once = once;
        this.work = work;
        this.id = id;
        this.listener = listener;
    }

    /** Subscribes. */
    void start(Watcher watcher, long seconds) {
        Optional<Watching> place = presentity.watch(watcher, this);
        synchronized (this) {
            watching = place.orElse(null);
            if (place.isEmpty()) {
                refuse(503, "Service Unavailable");
                return;
            }
            tell(() -> listener.accepted(this, seconds));
        }
        presentity.look();
    }

    private void refuse(int status, String reason) {
        over = true;
        tell(() -> listener.refused(this, new SipResponse(status, reason, "", "", Optional.empty()), true));
    }

    @Override
    public SessionId session() {
        return id;
    }

    @Override
    public void refresh(long seconds) {
        synchronized (this) {
            if (over) {
                return;
            }
            tell(() -> listener.accepted(this, seconds));
        }
        if (seconds == 0) {
            end(SubscriptionState.terminated("timeout"));
        } else {
            presentity.look();
            changed();
        }
    }

    @Override
    public void changed() {
        Watching mine = watching;
        if (mine == null || !mine.decided() || once) {
            return;
        }
        boolean active = mine.status() == Status.ACTIVE;
        notify(new SubscriptionState(
                active ? SubscriptionState.Value.ACTIVE : SubscriptionState.Value.PENDING,
                OptionalLong.empty(),
                "",
                OptionalLong.empty()));
    }

    @Override
    public void decided() {
        if (once) {
            end(SubscriptionState.terminated("timeout"));
        } else {
            changed();
        }
    }

    @Override
    public void rejected() {
        if (once) {
            synchronized (this) {
                refuse(403, "Forbidden");
            }
        } else {
            end(SubscriptionState.terminated("rejected"));
        }
    }

    @Override
    public void stopped() {
        // Who subscribed inside this process stops with it.
    }

    /** Ends it with a last word. */
    void end(SubscriptionState state) {
        notify(state);
        synchronized (this) {
            over = true;
        }
        leave();
    }

    private void notify(SubscriptionState state) {
        Watching mine = watching;
        Optional<Body> body = mine == null || state.reason().equals("rejected")
                ? Optional.empty()
                : presentity.seenBy(mine).map(seen -> new Body(PresenceDocument.TYPE, seen.write()));
        synchronized (this) {
            if (!over) {
                tell(() -> listener.notified(this, state, body));
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
            news.clear();
        }
        leave();
    }

    private void leave() {
        Watching mine = watching;
        if (mine != null) {
            presentity.leave(mine);
        }
    }

    private synchronized void tell(Runnable what) {
        news.add(what);
        if (!telling) {
            telling = true;
            work.execute(this::drain);
        }
    }

    private void drain() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = news.poll();
        telling = next != null;
        return next;
    }
}
