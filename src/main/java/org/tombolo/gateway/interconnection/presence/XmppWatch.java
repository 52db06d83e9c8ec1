package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import java.util.OptionalLong;
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
import org.tombolo.xmpp.UserCard;

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

    private static final long PROBATION = 300;
    // RFC 8048 5.2.2: for good are 403, 489 and 603; so are those that say that there is no such user, or no presence.
    static final Set<Integer> FOR_GOOD = Set.of(403, 404, 405, 410, 489, 501, 603, 604);

    private final Pair pair;
    private final String watcher;
    private final PresenceEnvironment environment;
    private final Consumer<XmppWatch> whenOver;
    private final Timer timer;
    private final Lease lease;
    private final Retry retry;
    private final Announcer announcer;
    private State state;
    private Optional<UserCard> card = Optional.empty();
    private @Nullable Subscription subscription;
    /** Before this time the notifier does not want to be asked again. */
    private long notBefore;

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
        this.lease = new Lease(environment.wheel(), timer);
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

    /** What the IMS user's presence says of her name and picture; empty before it says anything. */
    synchronized Optional<UserCard> card() {
        return card;
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
        if (live == null || !lease.heard()) {
            end("");
            return;
        }
        state = State.LEAVING;
        live.refresh(0);
        timer.set(Lease.PATIENCE);
    }

    /**
     * She has come online (RFC 6121 4.3), and wants to know now.
     *
     * @param from who asks: one of her resources or all of them
     */
    synchronized void probe(Jid from) {
        if (state == State.ACTIVE && subscription != null && lease.heard()) {
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
        if (live != null && lease.heard() && !lease.fresh()) {
            refresh(live);
        } else if (live == null && environment.wheel().now() >= notBefore) {
            start();
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
        lease.asked();
        Subscription started = environment.ims().subscribe(watcher, pair.uri(), EXPIRES, this);
        subscription = started;
        announcer.in(started.session());
    }

    private void refresh(Subscription live) {
        lease.askedAgain();
        live.refresh(EXPIRES);
    }

    @Override
    public synchronized void accepted(Subscription from, long seconds) {
        if (from != subscription) {
            return;
        }
        if (state == State.LEAVING) {
            // RFC 8048 5.2.3: the 200 is the answer to her request. What IMS still notifies, the dialog takes.
            end("");
        } else {
            lease.accepted(seconds);
        }
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
            lost(lease.heard() && response.status() == 481 ? 0 : retry.next());
        } else {
            lease.refused();
        }
    }

    @Override
    public synchronized SipReply notified(Subscription from, SubscriptionState told, Optional<Body> body) {
        Notification notification = Notification.read(body);
        if (from != subscription || state == State.OVER) {
            return SipReply.of(200);
        }
        lease.notified(told.terminated() ? OptionalLong.empty() : told.expires());
        retry.succeeded();
        if (told.terminated()) {
            subscription = null;
            terminated(told);
        } else {
            alive(told, notification.document(), body.isEmpty());
        }
        return notification.reply();
    }

    private void alive(SubscriptionState told, Optional<PresenceDocument> document, boolean empty) {
        // RFC 8048 5.2.1: of a pending subscription XMPP hears nothing.
        if (told.value() != SubscriptionState.Value.ACTIVE || state == State.LEAVING) {
            return;
        }
        if (state == State.PENDING) {
            granted();
        }
        document.ifPresent(this::announce);
        if (empty) {
            // RFC 8048 5.2.1, RFC 6665 4.2.1.2: unknown. RFC 3856 6.8 would have us go on showing the last document,
            // but
            // servers say so, too, when the last publication has expired.
            announcer.forget();
        }
    }

    private void announce(PresenceDocument document) {
        card = PidfToCard.map(document).or(() -> card);
        announcer.announce(document);
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
            case "invariant" -> {
                timer.stop();
                notBefore = Long.MAX_VALUE;
            }
            case "deactivated", "timeout" -> start();
            default -> {
                notBefore = environment.wheel().now() + told.retryAfter().orElse(0);
                lost(told.retryAfter().orElse(PROBATION));
            }
        }
    }

    /** The time of the next step has come. */
    private synchronized void due() {
        Subscription live = subscription;
        if (state == State.OVER) {
            closeSubscription();
        } else if (state == State.LEAVING) {
            end("");
        } else if (live == null) {
            start();
        } else if (lease.lapsed()) {
            closeSubscription();
            lost(retry.next());
        } else {
            refresh(live);
        }
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
        if (live != null && lease.heard()) {
            // The dialog takes what IMS still notifies, but not for ever.
            timer.set(Lease.PATIENCE);
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
