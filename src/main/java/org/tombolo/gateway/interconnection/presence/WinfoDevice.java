package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.presence.WatcherInfo;
import org.tombolo.sip.Body;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.SubscriptionState;

/** A device of a user whose presence we serve, which wants to know who watches her (RFC 3857 4). */
final class WinfoDevice implements ServedSubscription.Content {
    private final Presentity presentity;
    private final Runnable observer = this::changed;
    private volatile @Nullable ServedSubscription served;
    private int version;

    WinfoDevice(Presentity presentity) {
        this.presentity = presentity;
    }

    /** Answers its SUBSCRIBE; on the session's executor. */
    void start(IncomingRequest request, SipSubscriptions subscriptions, TimerWheel wheel, long seconds) {
        ServedSubscription fresh = new ServedSubscription(request, subscriptions, wheel, this);
        served = fresh;
        presentity.observe(observer);
        fresh.start(seconds);
        if (seconds == 0) {
            fresh.end("timeout");
        }
    }

    private void changed() {
        ServedSubscription mine = served;
        if (mine != null) {
            mine.changed();
        }
    }

    @Override
    public boolean authorised() {
        return true;
    }

    @Override
    public Optional<Body> body(Recipient subscription, SubscriptionState state) {
        return Optional.of(
                new Body(WatcherInfo.TYPE, presentity.watchers(version++).write()));
    }

    @Override
    public void refreshed(Recipient subscription) {
        // The NOTIFY that a refresh brings says all.
    }

    @Override
    public void ended(Recipient subscription) {
        presentity.unobserve(observer);
    }
}
