package org.tombolo.gateway.interconnection.presence;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Row;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Side;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.metrics.Metrics;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.PresenceHandler;
import org.tombolo.xmpp.UserCard;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppPresence;

/** Presence between IMS and XMPP, both ways (RFC 8048). */
public final class PresenceGateway implements SipHandler, PresenceHandler, AutoCloseable {
    /** The event package (RFC 3856 6.1). */
    static final String EVENT = "presence";

    private static final Duration FINISH = Duration.ofSeconds(3);
    private static final SipSubscriptions.Terms TERMS =
            new SipSubscriptions.Terms(EVENT, List.of(new Header("Accept", PresenceDocument.TYPE)));

    private final AddressMapping addresses;
    private final TimerWheel wheel;
    private final Stanzas stanzas;
    private final PresenceJournal journal;
    private final XmppWatchers xmppWatchers;
    private final SipWatchers sipWatchers;
    private final Metrics.Counter refused;
    private final Metrics.Counter strangers;

    /**
     * What bounds it.
     *
     * @param most watches in each direction
     * @param each watches of one watcher
     */
    public record Options(int most, int each) {}

    /**
     * A gateway that takes up what an earlier process left, once it is opened; the link's events must be given to it.
     *
     * @param timers turns the wheel of timers
     * @param work runs what is due
     * @param storeThread runs one task at a time; the only thread that waits for the database
     */
    public PresenceGateway(
            Options options,
            XmppLink link,
            SipSubscriptions subscriptions,
            AddressMapping addresses,
            PresenceStore store,
            ScheduledExecutorService timers,
            Executor work,
            ScheduledExecutorService storeThread,
            RandomGenerator random,
            Trace trace,
            Metrics metrics,
            Clock clock) {
        this.addresses = addresses;
        this.wheel = new TimerWheel(timers, work);
        this.stanzas = new Stanzas(link);
        this.journal = new PresenceJournal(store, storeThread);
        PresenceEnvironment environment = new PresenceEnvironment(
                stanzas,
                (watcher, presentity, seconds, listener) ->
                        subscriptions.subscribe(watcher, presentity, TERMS, seconds, listener),
                addresses,
                journal,
                wheel,
                random,
                trace,
                clock);
        this.xmppWatchers = new XmppWatchers(environment, new Quota(options.most(), options.each()));
        this.sipWatchers =
                new SipWatchers(environment, subscriptions, new Quota(options.most(), options.each()), xmppWatchers);
        this.refused = metrics.counter("tombolo_errors_total", "protocol", "sip", "kind", "subscribe");
        this.strangers = metrics.counter("tombolo_errors_total", "protocol", "xmpp", "kind", "domain");
        metrics.gauge("tombolo_presence_watches", xmppWatchers::size, "watcher", "xmpp");
        metrics.gauge("tombolo_presence_watches", sipWatchers::size, "watcher", "ims");
        resume(store.all());
    }

    /** Begins to ask IMS; not before the container takes what IMS notifies. */
    public void open() {
        xmppWatchers.open();
    }

    private void resume(List<Row> rows) {
        xmppWatchers.resume(rows.stream().filter(r -> r.watcher() == Side.XMPP).toList());
        sipWatchers.resume(rows.stream().filter(r -> r.watcher() == Side.IMS).toList());
    }

    // ---- SIP ----------------------------------------------------------------------------------------------------

    /** Whether a request is ours: a SUBSCRIBE to an XMPP user. */
    public boolean serves(SipRequest request) {
        return request.method().equals("SUBSCRIBE") && addresses.isXmpp(request.requestUri());
    }

    /** Serves a SUBSCRIBE (RFC 8048 5.3.1). Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        SipRequest message = request.message();
        Optional<Target> target = addresses.xmppTarget(message.requestUri());
        Optional<SipAddress> sender = message.sender().map(SipAddress::bare);
        Optional<Jid> watcher = sender.flatMap(addresses::imsUserToJid);
        Interval interval = Interval.of(message);
        if (!event(message).equals(EVENT)) {
            // RFC 6665 4.2.1.1
            refuse(request, SipReply.of(489).with(new Header("Allow-Events", EVENT)));
        } else if (!takesPidf(message)) {
            refuse(request, SipReply.refusal(406, "presence of an XMPP user is " + PresenceDocument.TYPE));
        } else if (target.isEmpty() || target.get().jid().local().isEmpty()) {
            refuse(request, SipReply.refusal(404, "no XMPP user can have this address"));
        } else if (target.get().secure()) {
            // RFC 7247 8
            refuse(request, SipReply.refusal(416, "sips: cannot be kept on the way to XMPP"));
        } else if (addresses.isOurs(target.get().jid())) {
            refuse(request, SipReply.refusal(482, "this leads back to where it came from"));
        } else if (watcher.isEmpty()) {
            refuse(request, SipReply.refusal(403, "the watcher is not known by a trusted peer"));
        } else if (interval instanceof Interval.TooBrief tooBrief) {
            refuse(request, tooBrief.reply());
        } else if (interval instanceof Interval.Granted granted) {
            Pair pair = new Pair(
                    sender.orElseThrow().text(),
                    watcher.get(),
                    target.get().jid().bare());
            sipWatchers.subscribe(request, pair, granted.seconds());
        }
    }

    private static String event(SipRequest request) {
        return request.header("Event").orElse("").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    // RFC 3856 6.5: without an Accept it is PIDF.
    private static boolean takesPidf(SipRequest request) {
        List<String> accept = request.headers("Accept");
        return accept.isEmpty()
                || accept.stream()
                        .map(a -> a.toLowerCase(Locale.ROOT))
                        .anyMatch(a -> a.contains(PresenceDocument.TYPE) || a.contains("*/*"));
    }

    private void refuse(IncomingRequest request, SipReply reply) {
        refused.increment();
        request.reply(reply);
    }

    // ---- XMPP ---------------------------------------------------------------------------------------------------

    @Override
    public void presence(XmppPresence presence) {
        if (!addresses.maySend(presence.from()) || presence.to().local().isEmpty()) {
            // RFC 8048 8.1; a word back to whoever is not served would be a word to anybody.
            strangers.increment();
            return;
        }
        switch (presence.type()) {
            case SUBSCRIBE -> xmppWatchers.subscribe(presence);
            case UNSUBSCRIBE -> xmppWatchers.unsubscribe(presence);
            case PROBE -> xmppWatchers.probe(presence);
            case SUBSCRIBED -> sipWatchers.subscribed(presence);
            case UNSUBSCRIBED -> sipWatchers.unsubscribed(presence);
            case UNAVAILABLE -> sipWatchers.presence(presence);
            case AVAILABLE -> {
                sipWatchers.presence(presence);
                xmppWatchers.online(presence);
            }
            case ERROR -> sipWatchers.failed(presence);
        }
    }

    /** Who watches an IMS user may know what her presence says of her name and picture, and nobody else. */
    @Override
    public Optional<UserCard> card(Jid user, Jid asking) {
        return xmppWatchers.card(user, asking);
    }

    @Override
    public void up() {
        xmppWatchers.up();
        sipWatchers.up();
    }

    @Override
    public void down(String reason) {
        sipWatchers.down();
    }

    /** Lets a second pass, for tests whose time is their own. */
    void tick() {
        wheel.tick();
    }

    /** Tells those who watch that we stop. */
    @Override
    public void close() {
        xmppWatchers.stop();
        sipWatchers.stop();
        wheel.close();
        stanzas.flush(FINISH);
        journal.flush(FINISH);
    }
}
