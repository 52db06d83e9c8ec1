package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Row;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Side;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;
import org.tombolo.identity.Jid;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.sip.Body;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipResponse;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;

/**
 * One XMPP user watches one IMS user (RFC 8048 5.2): her long-lived subscription is ours to keep alive in IMS, by one
 * SUBSCRIBE dialog after the other, until one of the two ends it.
 */
final class XmppWatch implements SubscriptionListener {
    /** PENDING -> ACTIVE -> LEAVING -> OVER; OVER is reached from everywhere. */
    enum State {
        /** Asked for; the IMS user has not agreed. */
        PENDING,
        /** She has. */
        ACTIVE,
        /** The watcher has unsubscribed, IMS has not answered. */
        LEAVING,
        /** Ended. */
        OVER
    }

    /** Seconds that we ask for. */
    static final long EXPIRES = 3600;

    /** RFC 6665 4.1.2.4, Timer N: 64*T1 in which the first NOTIFY must come. */
    private static final long FIRST_NOTIFY = 32;
    /** A final response, or ours for it, comes within 64*T1. */
    private static final long PATIENCE = 40;
    /** A watcher who comes online more often than this does not have the subscription refreshed each time. */
    private static final long FRESH = 60;

    private static final long PROBATION = 300;
    // RFC 8048 5.2.2: for good are 403, 489 and 603; so are those that say that there is no such user, or no presence.
    static final Set<Integer> FOR_GOOD = Set.of(403, 404, 405, 410, 489, 501, 603, 604);

    private final Pair pair;
    private final String watcher;
    private final PresenceEnvironment environment;
    private final Consumer<XmppWatch> whenOver;
    private final Timer timer;
    private final Retry retry;
    private final Announcer announcer;
    private State state;
    private @Nullable Subscription subscription;
    private boolean heard;
    private long refreshed;
    private long expires;

    /**
     * A watch that has not started.
     *
     * @param watcher URI of the XMPP user in IMS
     * @param state PENDING or ACTIVE
     * @param whenOver told when it has ended
     */
    XmppWatch(Pair pair, String watcher, State state, PresenceEnvironment environment, Consumer<XmppWatch> whenOver) {
        this.pair = pair;
        this.watcher = watcher;
        this.state = state;
        this.environment = environment;
        this.whenOver = whenOver;
        this.timer = environment.wheel().timer(this::due);
        this.retry = new Retry(environment.random());
        this.announcer = new Announcer(pair, environment, state == State.ACTIVE);
    }

    Pair pair() {
        return pair;
    }

    synchronized State state() {
        return state;
    }

    /** Whether the watcher has been told that the IMS user is available. */
    boolean shows() {
        return announcer.shows();
    }

    // ---- what the XMPP user does --------------------------------------------------------------------------------

    /** Her request, the first one or another. */
    synchronized void subscribe() {
        if (state == State.ACTIVE) {
            // RFC 6121 3.1.3: she has it already, and seems not to know.
            announcer.doubt();
            announcer.up();
        } else if (state == State.LEAVING) {
            state = State.PENDING;
        }
        if (state == State.PENDING) {
            write(false);
            wake();
        }
    }

    /** RFC 8048 5.2.3: she does not want it any longer. */
    synchronized void unsubscribe() {
        Subscription live = subscription;
        if (live == null || !heard) {
            end("");
            return;
        }
        state = State.LEAVING;
        live.refresh(0);
        timer.set(PATIENCE);
    }

    /**
     * She has come online (RFC 6121 4.3), and wants to know now.
     *
     * @param from who asks: one of her resources or all of them
     */
    synchronized void probe(Jid from) {
        if (state == State.ACTIVE && subscription != null && heard) {
            announcer.tellAll(from);
        }
        wake();
    }

    /** RFC 8048 5.2.2: she is online, so the subscription has to be alive, and fresh. */
    synchronized void wake() {
        Subscription live = subscription;
        if (state == State.OVER || state == State.LEAVING) {
            return;
        }
        if (live == null) {
            start();
        } else if (heard && environment.wheel().now() - refreshed > FRESH) {
            live.refresh(EXPIRES);
        }
    }

    /** The stream to the XMPP server is back: what it may not have got is sent again. */
    void up() {
        announcer.up();
    }

    /** We stop: XMPP must not go on showing what we no longer know. */
    synchronized void stop() {
        timer.stop();
        announcer.forget();
    }

    /** After a restart XMPP may still show what the earlier process told it. */
    synchronized void resume() {
        announcer.doubt();
        wake();
    }

    // ---- what IMS says ------------------------------------------------------------------------------------------

    private void start() {
        heard = false;
        Subscription started = environment.ims().subscribe(watcher, pair.uri(), EXPIRES, this);
        subscription = started;
        announcer.in(started.session());
        timer.set(PATIENCE);
    }

    @Override
    public synchronized void accepted(Subscription from, long seconds) {
        if (from != subscription) {
            return;
        }
        refreshed = environment.wheel().now();
        if (state == State.LEAVING) {
            // RFC 8048 5.2.3: the 200 is the answer to her request. What IMS still notifies, the dialog takes.
            end("");
            return;
        }
        expires = refreshed + seconds;
        timer.set(heard ? untilRefresh(seconds) : FIRST_NOTIFY);
    }

    @Override
    public synchronized void refused(Subscription from, SipResponse response, boolean over) {
        if (from != subscription) {
            return;
        }
        if (over) {
            subscription = null;
        }
        if (state == State.LEAVING) {
            end("");
        } else if (FOR_GOOD.contains(response.status())) {
            end("SIP: " + response.status() + " " + response.reason());
        } else if (over) {
            lost(heard && response.status() == 481 ? 0 : retry.next());
        } else {
            // RFC 6665 4.1.2.2: what was granted still holds.
            timer.set(Math.max(1, (expires - environment.wheel().now()) / 2));
        }
    }

    @Override
    public synchronized SipReply notified(Subscription from, SubscriptionState told, Optional<Body> body) {
        Notification notification = Notification.read(body);
        if (from != subscription || state == State.OVER) {
            return SipReply.of(200);
        }
        heard = true;
        retry.succeeded();
        if (told.terminated()) {
            subscription = null;
            terminated(told);
        } else {
            alive(told, notification.document());
        }
        return notification.reply();
    }

    private void alive(SubscriptionState told, Optional<PresenceDocument> document) {
        long now = environment.wheel().now();
        // RFC 6665 4.1.3: the notifier may shorten the subscription at any time.
        told.expires().ifPresent(left -> expires = now + left);
        if (expires > now) {
            timer.set(untilRefresh(expires - now));
        }
        // RFC 8048 5.2.1: of a pending subscription XMPP hears nothing.
        if (told.value() == SubscriptionState.Value.ACTIVE && state != State.LEAVING) {
            if (state == State.PENDING) {
                granted();
            }
            document.ifPresent(announcer::announce);
        }
    }

    private void granted() {
        state = State.ACTIVE;
        // What we say must be true after a crash.
        write(true).thenRun(this::tellGranted);
    }

    private synchronized void tellGranted() {
        if (state == State.ACTIVE) {
            announcer.open();
        }
    }

    private void terminated(SubscriptionState told) {
        if (state == State.LEAVING) {
            end("");
            return;
        }
        // RFC 6665 4.1.3
        switch (told.reason()) {
            case "rejected", "noresource" -> end("SIP: " + told.reason());
            case "invariant" -> timer.stop();
            case "deactivated", "timeout" -> start();
            default -> lost(told.retryAfter().orElse(PROBATION));
        }
    }

    /** The time of the next step has come. */
    private synchronized void due() {
        long now = environment.wheel().now();
        Subscription live = subscription;
        if (state == State.OVER) {
            closeSubscription();
        } else if (state == State.LEAVING) {
            end("");
        } else if (live == null) {
            start();
        } else if (!heard || now >= expires) {
            closeSubscription();
            lost(retry.next());
        } else {
            live.refresh(EXPIRES);
            // Until the answer is there; then a failure has half of what is left.
            timer.set(Math.min(PATIENCE, expires - now));
        }
    }

    /** Refreshed with a tenth of the time to spare, five minutes at most. */
    private static long untilRefresh(long seconds) {
        return Math.max(1, seconds - Math.min(300, Math.max(5, seconds / 10)));
    }

    private void lost(long seconds) {
        announcer.forget();
        if (seconds == 0) {
            start();
        } else {
            timer.set(seconds);
        }
    }

    /** @param words why, when IMS ended it; empty when the watcher did */
    private void end(String words) {
        Subscription live = subscription;
        if (live != null && heard) {
            // The dialog takes what IMS still notifies, but not for ever.
            timer.set(PATIENCE);
        } else {
            timer.stop();
            closeSubscription();
        }
        state = State.OVER;
        environment.journal().remove(row(false));
        announcer.close(words);
        whenOver.accept(this);
    }

    private void closeSubscription() {
        Subscription live = subscription;
        subscription = null;
        if (live != null) {
            live.close();
        }
    }

    private CompletableFuture<Void> write(boolean authorised) {
        return environment.journal().put(row(authorised));
    }

    private Row row(boolean authorised) {
        return new Row(Side.XMPP, pair.uri(), pair.ims(), pair.xmpp(), authorised);
    }
}
