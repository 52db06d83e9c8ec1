package org.tombolo.gateway.interconnection.presence;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.ContactCards;
import org.tombolo.xmpp.PresenceHandler;
import org.tombolo.xmpp.UserCard;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppPresence;

/** Presence between IMS and XMPP, both ways (RFC 8048). */
public final class PresenceGateway implements SipHandler, PresenceHandler, AutoCloseable {
    /** Option tags that may be required of us (RFC 4662, RFC 5367). */
    public static final Set<String> EXTENSIONS = Set.of("eventlist", ListServer.OPTION);

    /** The event package (RFC 3856 6.1). */
    static final String EVENT = "presence";

    // RFC 5079: who decides whether she may be seen must know by whom.
    static final SipReply ANONYMOUS = SipReply.refusal(433, "an XMPP user decides by name who watches her");

    private static final Duration FINISH = Duration.ofSeconds(3);
    private static final SipSubscriptions.Terms TERMS =
            new SipSubscriptions.Terms(EVENT, List.of(new Header("Accept", PresenceDocument.TYPE)));

    private final AddressMapping addresses;
    private final SipAddress listServer;
    private final TimerWheel wheel;
    private final Stanzas stanzas;
    private final PresenceJournal journal;
    private final Optional<PresenceAgent> agent;
    private final XmppWatchers xmppWatchers;
    private final SipWatchers sipWatchers;
    private final ListServer lists;
    private final Metrics.Counter refused;
    private final Metrics.Counter strangers;

    /**
     * What bounds it.
     *
     * @param most watches in each direction
     * @param each watches of one watcher
     * @param listServer where a SUBSCRIBE may bring a list (RFC 5367)
     */
    public record Options(int most, int each, SipAddress listServer) {}

    /**
     * A gateway that takes up what an earlier process left, once it is opened; the link's events must be given to it.
     *
     * @param ownUsers whose presence we serve ourselves; none where the IMS has presence servers
     * @param cards the vCards of XMPP users
     * @param pictures where those of XMPP users are put for phones
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
            Optional<OwnUsers> ownUsers,
            ContactCards cards,
            Pictures pictures,
            ScheduledExecutorService timers,
            Executor work,
            ScheduledExecutorService storeThread,
            RandomGenerator random,
            Trace trace,
            Metrics metrics,
            Clock clock) {
        this.addresses = addresses;
        this.listServer = options.listServer();
        this.wheel = new TimerWheel(timers, work);
        this.stanzas = new Stanzas(link);
        this.journal = new PresenceJournal(store, storeThread);
        this.agent =
                ownUsers.map(users -> new PresenceAgent(users, subscriptions, wheel, work, clock, () -> name(random)));
        PresenceEnvironment environment = new PresenceEnvironment(
                stanzas,
                agent.<Subscribing>map(a -> a).orElse(overSip(subscriptions)),
                addresses,
                new Faces(cards, pictures, clock),
                journal,
                wheel,
                random,
                trace,
                clock);
        this.xmppWatchers = new XmppWatchers(environment, new Quota(options.most(), options.each()));
        this.sipWatchers =
                new SipWatchers(environment, subscriptions, new Quota(options.most(), options.each()), xmppWatchers);
        this.lists = new ListServer(environment, subscriptions, sipWatchers, agent, () -> name(random));
        this.refused = metrics.counter("tombolo_errors_total", "protocol", "sip", "kind", "subscribe");
        this.strangers = metrics.counter("tombolo_errors_total", "protocol", "xmpp", "kind", "domain");
        metrics.gauge("tombolo_presence_watches", xmppWatchers::size, "watcher", "xmpp");
        metrics.gauge("tombolo_presence_watches", sipWatchers::size, "watcher", "ims");
        resume(store.all());
    }

    private static Subscribing overSip(SipSubscriptions subscriptions) {
        return (watcher, presentity, seconds, listener) ->
                subscriptions.subscribe(watcher, presentity, TERMS, seconds, listener);
    }

    private static String name(RandomGenerator random) {
        return Long.toHexString(random.nextLong()) + "-" + Long.toHexString(random.nextLong());
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

    /** Whether a request is ours: a SUBSCRIBE to an XMPP user, or one about a user whose presence we serve. */
    public boolean serves(SipRequest request) {
        return toXmpp(request)
                || toLists(request)
                || agent.filter(a -> a.serves(request)).isPresent();
    }

    private boolean toXmpp(SipRequest request) {
        return request.method().equals("SUBSCRIBE") && addresses.isXmpp(request.requestUri());
    }

    // RFC 5367 3: a list is sent to the URI of who serves lists, not to that of a user.
    private boolean toLists(SipRequest request) {
        return ListServer.isList(request)
                && SipAddress.parse(request.requestUri())
                        .filter(listServer::equals)
                        .isPresent();
    }

    /** Serves a request. Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        if (toLists(request.message())) {
            lists.subscribe(request);
        } else if (ListServer.isList(request.message())) {
            // RFC 5367 3.2: a user's URI does not take a list.
            refuse(request, SipReply.of(420).with(new Header("Unsupported", ListServer.OPTION)));
        } else if (toXmpp(request.message())) {
            subscribe(request);
        } else {
            agent.ifPresent(a -> a.handle(request));
        }
    }

    /** RFC 8048 5.3.1 */
    private void subscribe(IncomingRequest request) {
        SipRequest message = request.message();
        Optional<Target> target = addresses.xmppTarget(message.requestUri());
        Optional<SipAddress> sender = message.sender().map(SipAddress::bare);
        Optional<Jid> watcher = target.flatMap(to -> sender.flatMap(user -> addresses.imsUserToJid(user, to.jid())));
        Interval interval = Interval.of(message);
        if (!event(message).equals(EVENT)) {
            // RFC 6665 4.2.1.1
            refuse(request, SipReply.of(489).with(new Header("Allow-Events", EVENT)));
        } else if (!takes(message, PresenceDocument.TYPE)) {
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
        } else if (Privacy.of(message).anonymous()) {
            refuse(request, ANONYMOUS);
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

    static String event(SipRequest request) {
        return request.header("Event").orElse("").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    // RFC 3856 6.5, RFC 3857 4.5: without an Accept it is the usual type.
    static boolean takes(SipRequest request, String type) {
        List<String> accept = request.headers("Accept");
        return accept.isEmpty()
                || accept.stream()
                        .map(a -> a.toLowerCase(Locale.ROOT))
                        .anyMatch(a -> a.contains(type) || a.contains("*/*"));
    }

    private void refuse(IncomingRequest request, SipReply reply) {
        refused.increment();
        request.reply(reply);
    }

    // ---- XMPP ---------------------------------------------------------------------------------------------------

    @Override
    public void presence(XmppPresence presence) {
        if (!addresses.maySend(presence.from(), presence.to())
                || presence.to().local().isEmpty()) {
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
    public void up(String domain) {
        xmppWatchers.up(domain);
        sipWatchers.up(domain);
    }

    @Override
    public void down(String domain, String reason) {
        sipWatchers.down(domain);
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
        agent.ifPresent(PresenceAgent::stop);
        wheel.close();
        stanzas.flush(FINISH);
        journal.flush(FINISH);
    }
}
