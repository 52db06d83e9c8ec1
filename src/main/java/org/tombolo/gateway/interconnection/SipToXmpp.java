package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.gateway.interconnection.PagerMapping.Reading;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/** Messages from SIP to XMPP (RFC 7572 5). */
final class SipToXmpp implements SipHandler {
    private final Settings settings;
    private final AddressMapping addresses;
    private final XmppLink link;
    private final Backlog backlog;
    private final TransferSteps steps;
    private final Counters counters;
    private final Clock clock;
    private final AtomicLong lastNumber;

    /**
     * How messages go.
     *
     * @param hold how long the final response waits for the XMPP server's word
     * @param type of the stanzas (RFC 7572 5)
     * @param componentDomain our component's domain
     */
    record Settings(Duration hold, String type, String componentDomain) {}

    /** @param lastNumber the greatest number a message has so far */
    SipToXmpp(
            Settings settings,
            AddressMapping addresses,
            XmppLink link,
            Backlog backlog,
            TransferSteps steps,
            Counters counters,
            Clock clock,
            long lastNumber) {
        this.settings = settings;
        this.addresses = addresses;
        this.link = link;
        this.backlog = backlog;
        this.steps = steps;
        this.counters = counters;
        this.clock = clock;
        this.lastNumber = new AtomicLong(lastNumber);
    }

    @Override
    public void handle(IncomingRequest request) {
        SipRequest message = request.message();
        Optional<Target> target = addresses.xmppTarget(message.requestUri());
        if (!message.method().equals("MESSAGE")) {
            refuse(request, SipReply.of(405).with(new Header("Allow", "MESSAGE")), "method");
        } else if (target.isEmpty()) {
            refuse(request, SipReply.refusal(404, "no XMPP user can have this address"), "address");
        } else if (target.get().secure() || isSips(message.to())) {
            // RFC 7247 8: XMPP cannot promise TLS on every hop, so neither Request-URI nor To may be a sips URI.
            refuse(request, SipReply.refusal(416, "sips: cannot be kept on the way to XMPP"), "sips");
        } else if (addresses.isOurs(target.get().jid())) {
            refuse(request, SipReply.refusal(482, "this leads back to where it came from"), "loop");
        } else if (message.header("Max-Forwards").filter("0"::equals).isPresent()) {
            // RFC 7247 8: a gateway is one more hop, and XMPP cannot count them on.
            refuse(request, SipReply.refusal(483, "too many hops"), "hops");
        } else {
            handle(request, target.get());
        }
    }

    private static boolean isSips(String uri) {
        return uri.regionMatches(true, 0, "sips:", 0, 5);
    }

    private void handle(IncomingRequest request, Target target) {
        Optional<SipAddress> sender = request.message().sender();
        Optional<Jid> from =
                sender.map(s -> device(s, request.message().from())).flatMap(addresses::imsUserToJid);
        Reading reading = PagerMapping.read(request.message());
        if (from.isEmpty()) {
            refuse(request, SipReply.refusal(403, "the sender is not known by a trusted peer"), "sender");
        } else if (reading instanceof Reading.Refused refused) {
            refuse(request, refused.reply(), "content");
        } else if (reading instanceof Reading.Content content) {
            pass(request, target, from.get(), content);
        }
    }

    /** RFC 7572 5 (1): the sender's device, when her From names it by a GRUU (RFC 5627) of the very address. */
    private static SipAddress device(SipAddress sender, String from) {
        if (!from.contains(";gr=")) {
            return sender;
        }
        return SipAddress.parse(from)
                .filter(device -> sameUser(device, sender))
                .map(device -> new SipAddress(sender.secure(), sender.user(), sender.host(), device.gruu()))
                .orElse(sender);
    }

    private static boolean sameUser(SipAddress device, SipAddress sender) {
        return device.user().equals(sender.user()) && device.host().equals(sender.host());
    }

    private void refuse(IncomingRequest request, SipReply reply, String kind) {
        counters.result("refused");
        counters.error(kind);
        request.reply(reply);
    }

    private void pass(IncomingRequest request, Target target, Jid from, Reading.Content content) {
        WaitingMessage message = waiting(request, target, from, content);
        boolean othersCanServe = target.associated() && request.message().isc().continues();
        Transfer transfer = new Transfer(request, message, othersCanServe, steps);
        if (backlog.holds(target.jid())) {
            transfer.queue();
            return;
        }
        steps.sending(message);
        var fate = link.send(message.stanza());
        if (!fate.isDone()) {
            Runnable cancel = request.session().schedule(settings.hold(), transfer::holdOver);
            fate.thenRun(cancel);
        }
        fate.thenAccept(transfer::settled);
    }

    private WaitingMessage waiting(IncomingRequest request, Target target, Jid from, Reading.Content content) {
        long number = lastNumber.incrementAndGet();
        boolean anonymous = Privacy.of(request.message()).anonymous();
        XmppMessage stanza = new XmppMessage(
                request.session().id() + "." + number,
                // RFC 3325 7: the XMPP server is outside the trust domain. The Call-ID may name the phone (RFC 3323
                // 4.1).
                anonymous ? new Jid("anonymous", settings.componentDomain(), "") : from,
                target.jid(),
                settings.type(),
                content.subject(),
                anonymous ? "" : content.thread(),
                content.language(),
                content.body(),
                Optional.empty(),
                List.of());
        String sender = request.message().sender().orElseThrow().text();
        return new WaitingMessage(number, request.session().id(), stanza, sender, content.imdn(), clock.instant());
    }
}
