package org.tombolo.gateway.interconnection.presence;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.presence.TimerWheel.Timer;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.DialogRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.trace.SessionId;

/**
 * One dialog in which somebody watches, from the SUBSCRIBE that we accept to the last NOTIFY (RFC 6665 4.2). One NOTIFY is
 * on its way at a time, each carries what is so when it is sent, and changes come at most every five seconds (RFC 3856 6.10).
 */
public final class ServedSubscription implements NotifierListener, Recipient {
    private static final long PACE = 5;
    /** What a watcher did not take is sent again after so many seconds. */
    private static final long AGAIN = 60;

    private static final int TIMEOUT = 408;

    private final ConvergedSession session;
    private final Content content;
    private final TimerWheel wheel;
    private final Timer expiry;
    private final Timer pace;
    private final Notifier notifier;
    private final Runnable after;

    private long expires;
    private long notified = -PACE;
    private boolean underWay;
    private boolean wanted;
    private @Nullable SubscriptionState last;
    private boolean over;

    /** What is watched. Called on the session's executor. */
    public interface Content {
        /** Whether the watcher is authorised by now; she is pending until then. */
        boolean authorised();

        /** What a NOTIFY with that state says; none when there is nothing to say. */
        Optional<Body> body(Recipient subscription, SubscriptionState state);

        /** The watcher has refreshed the subscription; what she is told follows. */
        void refreshed(Recipient subscription);

        /** It is over; nothing follows. */
        void ended(Recipient subscription);

        /** What each answer to SUBSCRIBE and each NOTIFY says besides. */
        default List<Header> headers() {
            return List.of();
        }

        /** A NOTIFY was not taken; another one will say what is so. */
        default void notTaken() {}
    }

    /**
     * Accepts a SUBSCRIBE. {@link #start} must follow.
     *
     * @param request outside of a dialog, for an event that we serve
     */
    public ServedSubscription(
            IncomingRequest request, SipSubscriptions subscriptions, TimerWheel wheel, Content content) {
        this(
                request.session(),
                wheel,
                content,
                listener -> subscriptions.notifier(request, listener),
                request.session()::end);
    }

    /**
     * Accepts a SUBSCRIBE inside of a dialog that has a life of its own (RFC 5057). {@link #start} must follow.
     *
     * @param request for an event that we serve
     * @param session of the dialog
     */
    public ServedSubscription(DialogRequest request, ConvergedSession session, TimerWheel wheel, Content content) {
        this(session, wheel, content, request::notifier, () -> {});
    }

    private ServedSubscription(
            ConvergedSession session,
            TimerWheel wheel,
            Content content,
            Function<NotifierListener, Notifier> notifier,
            Runnable after) {
        this.session = session;
        this.content = content;
        this.wheel = wheel;
        this.expiry = wheel.timer(() -> end("timeout"));
        this.pace = wheel.timer(() -> session.execute(this::send));
        this.notifier = notifier.apply(this);
        this.after = after;
    }

    @Override
    public SessionId timeline() {
        return session.id();
    }

    /**
     * Answers the SUBSCRIBE and sends the first NOTIFY (RFC 6665 4.2.1.2). On the session's executor.
     *
     * @param seconds how long it lasts; for 0 {@link #end} must follow soon
     */
    public void start(long seconds) {
        grant(seconds);
        if (seconds > 0) {
            send();
        }
    }

    private void grant(long seconds) {
        expires = wheel.now() + seconds;
        SipReply reply = SipReply.of(200).with(new Header("Expires", Long.toString(seconds)));
        for (Header header : content.headers()) {
            reply = reply.with(header);
        }
        notifier.reply(reply);
        if (seconds > 0) {
            expiry.set(seconds);
        }
    }

    @Override
    public void resubscribed(Notifier same, SipRequest request) {
        Interval interval = Interval.of(request);
        if (over || last != null) {
            notifier.reply(SipReply.of(481));
        } else if (interval instanceof Interval.TooBrief tooBrief) {
            notifier.reply(tooBrief.reply());
        } else if (interval instanceof Interval.Granted granted) {
            grant(granted.seconds());
            if (granted.seconds() == 0) {
                // RFC 6665 4.4.1, RFC 8048 5.3.3
                finish(SubscriptionState.terminated("timeout"));
            } else {
                content.refreshed(this);
                send();
            }
        }
    }

    @Override
    public void changed() {
        session.execute(() -> {
            long wait = notified + PACE - wheel.now();
            if (wait > 0) {
                pace.set(wait);
            } else {
                send();
            }
        });
    }

    @Override
    public void decided() {
        session.execute(this::send);
    }

    @Override
    public void end(String reason) {
        end(SubscriptionState.terminated(reason));
    }

    /** Ends it with a last NOTIFY. */
    public void end(SubscriptionState state) {
        session.execute(() -> finish(state));
    }

    private void finish(SubscriptionState state) {
        if (last == null && !over) {
            last = state;
            send();
        }
    }

    private void send() {
        if (over) {
            return;
        }
        if (underWay) {
            wanted = true;
            return;
        }
        SubscriptionState state = state();
        underWay = true;
        wanted = false;
        pace.stop();
        Optional<Body> body = content.body(this, state);
        // One that says nothing holds up nothing.
        body.ifPresent(some -> notified = wheel.now());
        notifier.notify(state, content.headers(), body);
    }

    private SubscriptionState state() {
        if (last != null) {
            return last;
        }
        long left = Math.max(0, expires - wheel.now());
        return content.authorised() ? SubscriptionState.active(left) : SubscriptionState.pending(left);
    }

    @Override
    public void answered(Notifier same, int status) {
        boolean toldLast = last != null && !wanted;
        underWay = false;
        if (toldLast || status == TIMEOUT || SipSubscriptions.ends(status)) {
            leave();
        } else if (wanted) {
            send();
        } else if (status >= 300) {
            content.notTaken();
            // RFC 6665 4.2.2: the subscription stays, and she must not go on seeing what is not so.
            pace.set(AGAIN);
        }
    }

    private void leave() {
        if (!over) {
            over = true;
            expiry.stop();
            pace.stop();
            content.ended(this);
            after.run();
        }
    }
}
