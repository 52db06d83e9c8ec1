package org.tombolo.gateway.interconnection.presence;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.identity.SipAddress;
import org.tombolo.presence.ListNotification.State;
import org.tombolo.presence.ResourceList;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.Subscription;
import org.tombolo.xml.XmlException;

/**
 * Serves lists that their SUBSCRIBE brings (RFC 5367): a device watches its XMPP contacts, and IMS users whose presence we
 * serve, in one dialog.
 */
final class ListServer {
    static final String OPTION = "recipient-list-subscribe";
    private static final int MOST_MEMBERS = 200;

    private final PresenceEnvironment environment;
    private final SipSubscriptions subscriptions;
    private final SipWatchers xmpp;
    private final Optional<PresenceAgent> agent;
    private final Supplier<String> names;

    ListServer(
            PresenceEnvironment environment,
            SipSubscriptions subscriptions,
            SipWatchers xmpp,
            Optional<PresenceAgent> agent,
            Supplier<String> names) {
        this.environment = environment;
        this.subscriptions = subscriptions;
        this.xmpp = xmpp;
        this.agent = agent;
        this.names = names;
    }

    /** Whether a request brings a list. */
    static boolean isList(SipRequest request) {
        return request.method().equals("SUBSCRIBE") && has(request.headers("Require"), OPTION);
    }

    private static boolean has(List<String> headers, String word) {
        return headers.stream().anyMatch(h -> h.toLowerCase(Locale.ROOT).contains(word));
    }

    /** Serves it. On the session's executor. */
    void subscribe(IncomingRequest request) {
        SipRequest message = request.message();
        Optional<SipAddress> sender = message.sender().map(SipAddress::bare);
        Interval interval = Interval.of(message);
        if (!PresenceGateway.event(message).equals(PresenceGateway.EVENT)) {
            request.reply(SipReply.of(489).with(new Header("Allow-Events", PresenceGateway.EVENT)));
        } else if (!has(message.headers("Supported"), "eventlist")) {
            // RFC 4662 4.1
            request.reply(SipReply.of(421).with(new Header("Require", "eventlist")));
        } else if (sender.isEmpty()) {
            request.reply(SipReply.refusal(403, "the watcher is not known by a trusted peer"));
        } else if (Privacy.of(message).anonymous()) {
            request.reply(PresenceGateway.ANONYMOUS);
        } else if (interval instanceof Interval.TooBrief tooBrief) {
            request.reply(tooBrief.reply());
        } else if (interval instanceof Interval.Granted granted) {
            serve(request, sender.get(), granted.seconds());
        }
    }

    private void serve(IncomingRequest request, SipAddress sender, long seconds) {
        Optional<Body> body = request.message().body();
        if (body.isEmpty() || !body.get().is(ResourceList.TYPE)) {
            request.reply(SipReply.of(415).with(new Header("Accept", ResourceList.TYPE)));
            return;
        }
        try {
            String encoding = request.message().header("Content-Encoding").orElse("");
            ResourceList list = ResourceList.read(body.get().bytes(), encoding);
            if (list.uris().size() > MOST_MEMBERS) {
                request.reply(SipReply.refusal(413, "a list has " + MOST_MEMBERS + " entries at most"));
            } else {
                open(request, list, sender, seconds);
            }
        } catch (XmlException e) {
            request.reply(SipReply.refusal(400, String.valueOf(e.getMessage())));
        }
    }

    private void open(IncomingRequest request, ResourceList list, SipAddress sender, long seconds) {
        WatchedList watched = new WatchedList(request.message().requestUri(), names);
        ServedSubscription served = new ServedSubscription(request, subscriptions, environment.wheel(), watched);
        for (String uri : list.uris()) {
            join(watched, uri, served, sender);
        }
        served.start(seconds);
        watched.servedBy(served);
        if (seconds == 0) {
            served.end("timeout");
        }
    }

    private void join(WatchedList list, String uri, ServedSubscription served, SipAddress sender) {
        ListMember place = list.member(uri);
        AddressMapping addresses = environment.addresses();
        Optional<Pair> contact = addresses
                .xmppTarget(uri)
                .filter(target -> !target.secure() && !addresses.isOurs(target.jid()))
                .map(target -> target.jid().bare())
                .filter(jid -> !jid.local().isEmpty())
                .flatMap(jid ->
                        addresses.imsUserToJid(sender, jid).map(watcher -> new Pair(sender.text(), watcher, jid)));
        if (contact.isPresent()) {
            Optional<XmppMember> member =
                    xmpp.join(contact.get(), watch -> new XmppMember(place, served.timeline(), watch));
            member.ifPresentOrElse(
                    m -> list.whenLeaving(m::leave), () -> place.set(State.TERMINATED, "rejected", Optional.empty()));
        } else if (agent.filter(a -> a.isOurs(uri)).isPresent()) {
            Subscription subscription = agent.get().subscribe(sender.text(), uri, Interval.USUAL, new ImsMember(place));
            list.whenLeaving(subscription::close);
        } else {
            place.set(State.TERMINATED, "noresource", Optional.empty());
        }
    }
}
