package org.tombolo.gateway.interconnection.presence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tombolo.gateway.interconnection.presence.PresenceStore.Row;
import org.tombolo.gateway.interconnection.presence.SipWatch.State;
import org.tombolo.identity.Jid;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppPresence;

/** The IMS users who watch XMPP users (RFC 8048 5.3, 7). Safe for all threads. */
final class SipWatchers implements SipWatch.Owner {
    /** A reconnection shorter than this is no news. */
    private static final long GRACE = 10;
    /** So many watches are told in a second that the stream is gone, or ask when it is back. */
    private static final int TOLD_A_SECOND = 1000;

    private final PresenceEnvironment environment;
    private final SipSubscriptions subscriptions;
    private final Quota quota;
    private final XmppWatchers others;
    private final Map<Key, SipWatch> watches = new ConcurrentHashMap<>();
    /** One for each component. */
    private final Map<String, TimerWheel.Timer> graces = new ConcurrentHashMap<>();

    private record Key(Jid ims, Jid xmpp) {}

    /** @param others who tells whether an XMPP user sees an IMS user */
    SipWatchers(PresenceEnvironment environment, SipSubscriptions subscriptions, Quota quota, XmppWatchers others) {
        this.environment = environment;
        this.subscriptions = subscriptions;
        this.quota = quota;
        this.others = others;
    }

    int size() {
        return watches.size();
    }

    /** Takes up who was authorised earlier; the devices subscribe again by themselves. */
    void resume(List<Row> rows) {
        for (Row row : rows) {
            quota.take(row.ims());
            State state = row.authorised() ? State.ACTIVE : State.PENDING;
            watches.put(key(row.pair()), new SipWatch(row.pair(), state, environment, this));
        }
    }

    /** RFC 8048 5.3.1: a device subscribes, or asks once when the seconds are 0. On the session's executor. */
    void subscribe(IncomingRequest request, Pair pair, long seconds) {
        Optional<SipWatch> watch = watch(pair);
        if (watch.isEmpty()) {
            request.reply(
                    SipReply.refusal(503, "you watch too many XMPP users").with(new Header("Retry-After", "3600")));
        } else if (watch.get().hasRoom()) {
            watch.get().subscribe(request, subscriptions, seconds);
        } else {
            request.reply(SipReply.refusal(403, "too many devices watch this XMPP user"));
        }
    }

    /** She watches as a place in a list; empty when she may not. */
    <R extends Recipient> Optional<R> join(Pair pair, Function<SipWatch, R> place) {
        return watch(pair).filter(SipWatch::hasRoom).map(watch -> {
            R recipient = place.apply(watch);
            watch.join(recipient);
            return recipient;
        });
    }

    private Optional<SipWatch> watch(Pair pair) {
        SipWatch watch = watches.get(key(pair));
        if (watch != null) {
            return Optional.of(watch);
        }
        if (!quota.take(pair.ims())) {
            return Optional.empty();
        }
        SipWatch fresh = new SipWatch(pair, State.STRANGER, environment, this);
        SipWatch other = watches.putIfAbsent(key(pair), fresh);
        if (other != null) {
            quota.release(pair.ims());
        }
        return Optional.of(other == null ? fresh : other);
    }

    void subscribed(XmppPresence answer) {
        find(answer).ifPresent(SipWatch::subscribed);
    }

    void unsubscribed(XmppPresence answer) {
        find(answer).ifPresent(SipWatch::unsubscribed);
    }

    /** What we sent came back as an error. */
    void failed(XmppPresence error) {
        String condition = error.error().map(StanzaError::condition).orElse("");
        find(error).ifPresent(watch -> watch.failed(condition));
    }

    void presence(XmppPresence presence) {
        find(presence).ifPresent(watch -> watch.presence(presence));
    }

    /** The stream of a component is open. */
    void up(String domain) {
        grace(domain).stop();
        inTurn(domain, SipWatch::up);
    }

    /** It is gone. */
    void down(String domain) {
        grace(domain).set(GRACE);
    }

    private TimerWheel.Timer grace(String domain) {
        return graces.computeIfAbsent(domain, d -> environment.wheel().timer(() -> inTurn(d, SipWatch::down)));
    }

    /** We stop. */
    void stop() {
        watches.values().forEach(SipWatch::stop);
    }

    private void inTurn(String domain, Consumer<SipWatch> step) {
        long count = 0;
        for (SipWatch watch : watches.values()) {
            if (!watch.idle() && watch.pair().ims().domain().equalsIgnoreCase(domain)) {
                environment.wheel().timer(() -> step.accept(watch)).set(1 + count++ / TOLD_A_SECOND);
            }
        }
    }

    private Optional<SipWatch> find(XmppPresence stanza) {
        return Optional.ofNullable(
                watches.get(new Key(stanza.to().bare(), stanza.from().bare())));
    }

    @Override
    public void over(SipWatch watch) {
        if (watches.remove(key(watch.pair()), watch)) {
            quota.release(watch.pair().ims());
        }
    }

    @Override
    public boolean shows(Pair pair) {
        return others.shows(pair.ims(), pair.xmpp());
    }

    private static Key key(Pair pair) {
        return new Key(pair.ims(), pair.xmpp());
    }
}
