package org.tombolo.gateway.interconnection.presence;

import java.util.OptionalLong;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;

/** How long a subscription of ours lasts, and when something has to be done for it (RFC 6665 4.1.2). Guarded by its watch. */
final class Lease {
    /** RFC 6665 4.1.2.2 and 4.1.2.4, Timer N: 64*T1 in which a NOTIFY must come. */
    private static final long TIMER_N = 32;
    /** A final response, or ours for it, comes within 64*T1. */
    static final long PATIENCE = 40;
    /** A watcher who comes online more often than this does not have the subscription refreshed each time. */
    private static final long FRESH = 60;

    private final TimerWheel wheel;
    private final Timer timer;
    private boolean heard;
    private boolean unconfirmed = true;
    private long refreshed;
    private long expires;

    /** @param timer set to when something has to be done */
    Lease(TimerWheel wheel, Timer timer) {
        this.wheel = wheel;
        this.timer = timer;
    }

    /** A first SUBSCRIBE is sent. */
    void asked() {
        heard = false;
        unconfirmed = true;
        timer.set(PATIENCE);
    }

    /** A further one is sent. */
    void askedAgain() {
        unconfirmed = true;
        timer.set(PATIENCE);
    }

    void accepted(long seconds) {
        refreshed = wheel.now();
        expires = refreshed + seconds;
        timer.set(unconfirmed ? TIMER_N : untilRefresh(seconds));
    }

    /** RFC 6665 4.1.2.2: a refresh has failed, and what was granted still holds. Half of what is left is for another. */
    void refused() {
        unconfirmed = false;
        timer.set(Math.max(1, (expires - wheel.now()) / 2));
    }

    /**
     * A NOTIFY has come.
     *
     * @param left seconds that it says are left; RFC 6665 4.1.3: that counts
     */
    void notified(OptionalLong left) {
        long now = wheel.now();
        heard = true;
        unconfirmed = false;
        left.ifPresent(seconds -> expires = now + seconds);
        if (expires > now) {
            timer.set(untilRefresh(expires - now));
        }
    }

    /** Whether the notifier has spoken, so that there is a dialog. */
    boolean heard() {
        return heard;
    }

    /** Whether it was granted or refreshed a moment ago. */
    boolean fresh() {
        return wheel.now() - refreshed <= FRESH;
    }

    /** Once the time has come: whether there is no subscription any more, because it expired or nobody confirmed it. */
    boolean lapsed() {
        return unconfirmed || wheel.now() >= expires;
    }

    /** Refreshed with a tenth of the time to spare, five minutes at most. */
    private static long untilRefresh(long seconds) {
        return Math.max(1, seconds - Math.min(300, Math.max(5, seconds / 10)));
    }
}
