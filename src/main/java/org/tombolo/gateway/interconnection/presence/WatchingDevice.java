package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.WatcherInfo.Status;
import org.tombolo.presence.rules.Watcher;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.SubscriptionState;

/** A device that watches a user whose presence we serve (RFC 3856 6.6). */
final class WatchingDevice implements Watching.Listener, ServedSubscription.Content {
    /** How long a poll waits for the presentity's policy. */
    private static final long POLL = 2;

    private final Presentity presentity;
    private final TimerWheel wheel;
    private final Timer patience;
    private boolean once;
    private boolean rejected;
    private volatile @Nullable Watching watching;
    private volatile @Nullable ServedSubscription served;

    WatchingDevice(Presentity presentity, TimerWheel wheel) {
        this.presentity = presentity;
        this.wheel = wheel;
        this.patience = wheel.timer(() -> end("timeout"));
    }

    /** Answers its SUBSCRIBE; on the session's executor. */
    void start(IncomingRequest request, SipSubscriptions subscriptions, Watcher watcher, long seconds) {
        once = seconds == 0;
        Optional<Watching> place = presentity.watch(watcher, this);
        if (place.isEmpty()) {
            request.reply(SipReply.refusal(503, "too many watch this user").with(new Header("Retry-After", "3600")));
            return;
        }
        watching = place.get();
        // A policy that is known decides before the first NOTIFY.
        presentity.look();
        if (!accept(request, subscriptions)) {
            request.reply(SipReply.refusal(403, "this user does not want to be watched by you"));
        } else if (served != null) {
            begin(served, seconds);
        }
    }

    private synchronized boolean accept(IncomingRequest request, SipSubscriptions subscriptions) {
        if (!rejected) {
            served = new ServedSubscription(request, subscriptions, wheel, this);
        }
        return !rejected;
    }

    private void begin(ServedSubscription accepted, long seconds) {
        accepted.start(seconds);
        Watching mine = watching;
        if (once && mine != null && mine.decided()) {
            end("timeout");
        } else if (once) {
            patience.set(POLL);
        }
    }

    @Override
    public void changed() {
        ServedSubscription mine = served;
        if (mine != null && authorised() && !once) {
            mine.changed();
        }
    }

    @Override
    public void decided() {
        ServedSubscription mine = served;
        if (once) {
            end("timeout");
        } else if (mine != null) {
            mine.decided();
        }
    }

    @Override
    public void rejected() {
        synchronized (this) {
            rejected = true;
        }
        end("rejected");
    }

    @Override
    public void stopped() {
        end("deactivated");
    }

    private void end(String reason) {
        ServedSubscription mine = served;
        if (mine != null) {
            mine.end(reason);
        }
    }

    @Override
    public boolean authorised() {
        Watching mine = watching;
        return mine != null && mine.status() == Status.ACTIVE;
    }

    @Override
    public Optional<Body> body(Recipient subscription, SubscriptionState state) {
        Watching mine = watching;
        if (mine == null
                || state.value() == SubscriptionState.Value.PENDING
                || state.reason().equals("rejected")) {
            return Optional.empty();
        }
        return presentity.seenBy(mine).map(seen -> new Body(PresenceDocument.TYPE, seen.write()));
    }

    @Override
    public void refreshed(Recipient subscription) {
        presentity.look();
    }

    @Override
    public void ended(Recipient subscription) {
        patience.stop();
        Watching mine = watching;
        if (mine != null) {
            presentity.leave(mine);
        }
    }
}
