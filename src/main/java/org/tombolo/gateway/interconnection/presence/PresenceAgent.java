package org.tombolo.gateway.interconnection.presence;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.tombolo.identity.SipAddress;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.WatcherInfo;
import org.tombolo.presence.rules.Watcher;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipResponse;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.trace.SessionId;

/**
 * Serves the presence of the IMS users where no presence server of an operator does, as in standalone mode: takes what
 * their devices publish (RFC 3903), asks their rules (RFC 5025) who may see it, and tells those who watch (RFC 3856), on SIP
 * and, through {@link Subscribing}, on XMPP; and tells the users themselves who watches them (RFC 3857).
 */
final class PresenceAgent implements Subscribing {
    private static final Set<String> METHODS = Set.of("PUBLISH", "SUBSCRIBE");
    private static final String WINFO = "presence.winfo";

    private final OwnUsers users;
    private final SipSubscriptions subscriptions;
    private final TimerWheel wheel;
    private final Executor work;
    private final Clock clock;
    private final Supplier<String> names;
    private final Map<SipAddress, Presentity> presentities = new ConcurrentHashMap<>();

    /**
     * An agent that knows nothing of anybody yet.
     *
     * @param work runs what subscribers inside this process are told
     * @param names makes entity-tags and names that nobody guesses
     */
    PresenceAgent(
            OwnUsers users,
            SipSubscriptions subscriptions,
            TimerWheel wheel,
            Executor work,
            Clock clock,
            Supplier<String> names) {
        this.users = users;
        this.subscriptions = subscriptions;
        this.wheel = wheel;
        this.work = work;
        this.clock = clock;
        this.names = names;
    }

    /** Whether a request is about the presence of a user of ours. */
    boolean serves(SipRequest request) {
        return METHODS.contains(request.method()) && isOurs(request.requestUri());
    }

    /** Whether we serve the presence of a user. */
    boolean isOurs(String uri) {
        return users.find().apply(uri).isPresent();
    }

    /** Serves it. On the session's executor. */
    void handle(IncomingRequest request) {
        SipRequest message = request.message();
        Presentity presentity =
                presentity(users.find().apply(message.requestUri()).orElseThrow());
        String event = PresenceGateway.event(message);
        if (message.method().equals("PUBLISH")) {
            request.reply(event.equals(PresenceGateway.EVENT) ? publish(message, presentity) : badEvent());
        } else if (event.equals(PresenceGateway.EVENT)) {
            subscribe(request, presentity, false);
        } else if (event.equals(WINFO)) {
            subscribe(request, presentity, true);
        } else {
            request.reply(badEvent());
        }
    }

    // RFC 6665 4.2.1.1, RFC 3903 6
    private static SipReply badEvent() {
        return SipReply.of(489).with(new Header("Allow-Events", PresenceGateway.EVENT));
    }

    private Presentity presentity(SipAddress user) {
        return presentities.computeIfAbsent(
                user, address -> new Presentity(address.text(), users.policies(), wheel, clock, names));
    }

    // ---- RFC 3903 6 ---------------------------------------------------------------------------------------------

    private SipReply publish(SipRequest request, Presentity presentity) {
        Interval interval = Interval.of(request);
        String match = request.header("SIP-If-Match").orElse("").trim();
        if (!isOf(request, presentity)) {
            return SipReply.refusal(403, "nobody publishes for somebody else");
        } else if (interval instanceof Interval.TooBrief tooBrief) {
            return tooBrief.reply();
        } else if (match.isEmpty() && request.body().isEmpty()) {
            return SipReply.refusal(400, "a first PUBLISH has a body");
        }
        Notification published = Notification.read(request.body());
        if (published.reply().status() != 200) {
            return published.reply();
        }
        long seconds = ((Interval.Granted) interval).seconds();
        return presentity
                .publish(match, published.document(), seconds)
                .map(tag -> SipReply.of(200)
                        .with(new Header("SIP-ETag", tag))
                        .with(new Header("Expires", Long.toString(seconds))))
                .orElseGet(() -> SipReply.of(412));
    }

    private static boolean isOf(SipRequest request, Presentity presentity) {
        return request.sender()
                .map(SipAddress::bare)
                .map(SipAddress::text)
                .filter(presentity.uri()::equals)
                .isPresent();
    }

    // ---- RFC 3856 6.6, RFC 3857 4.6 -----------------------------------------------------------------------------

    private void subscribe(IncomingRequest request, Presentity presentity, boolean winfo) {
        SipRequest message = request.message();
        String type = winfo ? WatcherInfo.TYPE : PresenceDocument.TYPE;
        if (!PresenceGateway.takes(message, type)) {
            request.reply(SipReply.refusal(406, "it is " + type));
        } else if (message.sender().isEmpty()) {
            request.reply(SipReply.refusal(403, "the watcher is not known by a trusted peer"));
        } else if (winfo && !isOf(message, presentity)) {
            request.reply(SipReply.refusal(403, "only the user herself may know who watches her"));
        } else if (Interval.of(message) instanceof Interval.TooBrief tooBrief) {
            request.reply(tooBrief.reply());
        } else if (Interval.of(message) instanceof Interval.Granted granted && winfo) {
            new WinfoDevice(presentity).start(request, subscriptions, wheel, granted.seconds());
        } else if (Interval.of(message) instanceof Interval.Granted granted) {
            new WatchingDevice(presentity, wheel).start(request, subscriptions, watcher(message), granted.seconds());
        }
    }

    private static Watcher watcher(SipRequest request) {
        String uri = request.sender().orElseThrow().bare().text();
        return new Watcher(Optional.of(Watcher.normal(uri)), Privacy.of(request).anonymous());
    }

    /** We stop: the devices subscribe again, elsewhere or when we are back (RFC 6665 4.1.3). */
    void stop() {
        presentities.values().forEach(Presentity::stop);
    }

    // ---- subscribers inside this process ------------------------------------------------------------------------

    @Override
    public Subscription subscribe(String watcher, String uri, long seconds, SubscriptionListener listener) {
        Optional<SipAddress> user = users.find().apply(uri);
        SessionId session = new SessionId(names.get());
        if (user.isEmpty()) {
            return new Nobody(session, listener);
        }
        LocalSubscription subscription =
                new LocalSubscription(presentity(user.get()), seconds == 0, work, session, listener);
        // The caller must have it before it says anything.
        work.execute(() -> subscription.start(Watcher.of(watcher), seconds));
        return subscription;
    }

    /** A subscription to whom there is not. */
    private final class Nobody implements Subscription {
        private final SessionId session;

        Nobody(SessionId session, SubscriptionListener listener) {
            this.session = session;
            work.execute(
                    () -> listener.refused(this, new SipResponse(404, "Not Found", "", "", Optional.empty()), true));
        }

        @Override
        public SessionId session() {
            return session;
        }

        @Override
        public void refresh(long seconds) {
            // it is over
        }

        @Override
        public void close() {
            // it is over
        }
    }
}
