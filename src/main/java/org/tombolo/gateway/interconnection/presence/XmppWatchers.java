package org.tombolo.gateway.interconnection.presence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Row;
import org.tombolo.gateway.interconnection.presence.XmppWatch.State;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.UserCard;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** The XMPP users who watch IMS users (RFC 8048 5.2, 7). Safe for all threads. */
final class XmppWatchers {
    /** After a restart so many watches are resumed in a second. */
    private static final int RESUMED_A_SECOND = 200;

    private final PresenceEnvironment environment;
    private final Quota quota;
    private final Polls polls;
    private final Map<Key, XmppWatch> watches = new ConcurrentHashMap<>();

    private record Key(Jid ims, Jid xmpp) {}

    XmppWatchers(PresenceEnvironment environment, Quota quota) {
        this.environment = environment;
        this.quota = quota;
        this.polls = new Polls(environment);
    }

    int size() {
        return watches.size();
    }

    /** Takes up what an earlier process left; {@link #open} must follow. */
    void resume(List<Row> rows) {
        for (Row row : rows) {
            Optional<String> watcher = environment.addresses().xmppUserToUri(row.xmpp());
            if (watcher.isEmpty()) {
                continue;
            }
            quota.take(row.xmpp());
            XmppWatch watch = watch(row.pair(), watcher.get(), row.authorised() ? State.ACTIVE : State.PENDING);
            watches.put(key(row.pair()), watch);
        }
    }

    /** Subscribes again for all of them in time; for those that somebody asks for at once. */
    void open() {
        long count = 0;
        for (XmppWatch watch : watches.values()) {
            environment.wheel().timer(watch::resume).set(1 + count++ / RESUMED_A_SECOND);
        }
    }

    /** RFC 8048 5.2.1: an XMPP user wants to see an IMS user's presence. */
    void subscribe(XmppPresence request) {
        XmppWatch watch =
                watches.get(new Key(request.to().bare(), request.from().bare()));
        if (watch != null) {
            watch.subscribe();
            return;
        }
        Optional<Pair> pair = pair(request);
        Optional<String> watcher =
                environment.addresses().xmppUserToUri(request.from().bare());
        if (pair.isEmpty() || watcher.isEmpty()) {
            refuse(request, ErrorMapping.error("item-not-found", "no such user"));
        } else if (!quota.take(pair.get().xmpp())) {
            refuse(request, ErrorMapping.error("resource-constraint", "too many contacts in IMS"));
        } else {
            start(watch(pair.get(), watcher.get(), State.PENDING));
        }
    }

    private void start(XmppWatch fresh) {
        XmppWatch other = watches.putIfAbsent(key(fresh.pair()), fresh);
        if (other != null) {
            quota.release(fresh.pair().xmpp());
        }
        (other == null ? fresh : other).subscribe();
    }

    private XmppWatch watch(Pair pair, String watcher, State state) {
        return new XmppWatch(pair, watcher, state, environment, this::over);
    }

    private void over(XmppWatch watch) {
        if (watches.remove(key(watch.pair()), watch)) {
            quota.release(watch.pair().xmpp());
        }
    }

    private void refuse(XmppPresence request, StanzaError error) {
        environment
                .stanzas()
                .send(new XmppPresence(
                        request.id(),
                        request.to(),
                        request.from(),
                        Type.ERROR,
                        XmppPresence.Show.NONE,
                        "",
                        "",
                        0,
                        Optional.empty(),
                        Optional.of(error)));
    }

    /** RFC 8048 5.2.3. Who watches nobody is told so again, because her server thinks otherwise. */
    void unsubscribe(XmppPresence request) {
        find(request)
                .ifPresentOrElse(
                        XmppWatch::unsubscribe,
                        () -> environment
                                .stanzas()
                                .send(XmppPresence.of(
                                        Type.UNSUBSCRIBED,
                                        request.to().bare(),
                                        request.from().bare())));
    }

    /** RFC 8048 7: who is no subscriber of ours is answered once. */
    void probe(XmppPresence request) {
        Optional<XmppWatch> watch = find(request);
        if (watch.isPresent()) {
            watch.get().probe(request.from());
        } else {
            pair(request).ifPresent(pair -> polls.start(pair, request.from()));
        }
    }

    /** RFC 8048 5.2.2: somebody has come online. */
    void online(XmppPresence presence) {
        find(presence).ifPresent(XmppWatch::wake);
    }

    /** Whether an XMPP user sees an IMS user as available. */
    boolean shows(Jid ims, Jid xmpp) {
        XmppWatch watch = watches.get(new Key(ims, xmpp));
        return watch != null && watch.shows();
    }

    /** What an XMPP user has been told of an IMS user whom she watches. */
    Optional<UserCard> card(Jid ims, Jid xmpp) {
        return Optional.ofNullable(watches.get(new Key(ims, xmpp))).flatMap(XmppWatch::card);
    }

    /** The stream of a component is open. */
    void up(String domain) {
        watches.values().stream()
                .filter(watch -> watch.pair().ims().domain().equalsIgnoreCase(domain))
                .forEach(XmppWatch::up);
    }

    /** We stop. */
    void stop() {
        watches.values().forEach(XmppWatch::stop);
    }

    private Optional<XmppWatch> find(XmppPresence stanza) {
        return Optional.ofNullable(
                watches.get(new Key(stanza.to().bare(), stanza.from().bare())));
    }

    private Optional<Pair> pair(XmppPresence stanza) {
        Jid ims = stanza.to().bare();
        AddressMapping addresses = environment.addresses();
        return addresses
                .imsTarget(ims)
                .filter(target -> !addresses.leadsBack(target) && addresses.mayReceive(target))
                .map(target -> new Pair(target.uri(), ims, stanza.from().bare()));
    }

    private static Key key(Pair pair) {
        return new Key(pair.ims(), pair.xmpp());
    }
}
