package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.gateway.interconnection.PagerReader.Reading;
import org.tombolo.gateway.interconnection.StanzaId.Wanted;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/** Messages from SIP to XMPP (RFC 7572 5). */
final class SipToXmpp implements SipHandler {
    private static final int MOST_NOTIFICATIONS = 50;
    private final Settings settings;
    private final AddressMapping addresses;
    private final XmppLink link;
    private final Backlog backlog;
    private final TransferSteps steps;
    private final Counters counters;
    private final PagerReader reader;
    private final Receipts receipts;
    private final MessageIds ids;
    private final Progress progress;
    private final Clock clock;

    /**
     * How messages go.
     *
     * @param hold how long the final response waits for the XMPP server's word
     * @param expiry how long a message may wait for the XMPP server
     * @param type of the stanzas (RFC 7572 5)
     */
    record Settings(Duration hold, Duration expiry, String type) {}

    SipToXmpp(
            Settings settings,
            AddressMapping addresses,
            XmppLink link,
            Backlog backlog,
            TransferSteps steps,
            Counters counters,
            PagerReader reader,
            Receipts receipts,
            MessageIds ids,
            Progress progress,
            Clock clock) {
        this.settings = settings;
        this.addresses = addresses;
        this.link = link;
        this.backlog = backlog;
        this.steps = steps;
        this.counters = counters;
        this.reader = reader;
        this.receipts = receipts;
        this.ids = ids;
        this.progress = progress;
        this.clock = clock;
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
            refuse(request, target.get(), SipReply.refusal(416, "sips: cannot be kept on the way to XMPP"), "sips");
        } else if (addresses.isOurs(target.get().jid())) {
            refuse(request, target.get(), SipReply.refusal(482, "this leads back to where it came from"), "loop");
        } else if (message.header("Max-Forwards").filter("0"::equals).isPresent()) {
            // RFC 7247 8: a gateway is one more hop, and XMPP cannot count them on.
            refuse(request, target.get(), SipReply.refusal(483, "too many hops"), "hops");
        } else {
            handle(request, target.get());
        }
    }

    private static boolean isSips(String uri) {
        return uri.regionMatches(true, 0, "sips:", 0, 5);
    }

    private void handle(IncomingRequest request, Target target) {
        Optional<SipAddress> sender = request.message().sender();
        Optional<Jid> from = sender.map(s -> device(s, request.message().from()))
                .flatMap(user -> addresses.imsUserToJid(user, target.jid()));
        Reading reading = reader.read(request.message());
        if (from.isEmpty()) {
            refuse(request, SipReply.refusal(403, "the sender is not known by a trusted peer"), "sender");
        } else if (reading instanceof Reading.Refused refused) {
            refuse(request, target, refused.reply(), "content");
        } else if (reading instanceof Reading.Content content && isOver(content)) {
            refuse(request, target, SipReply.refusal(410, "the server of this file has deleted it"), "content");
        } else if (reading instanceof Reading.Content content) {
            MessageId id = ids.next();
            XmppMessage stanza = stanza(request, target, from.get(), content, id);
            WaitingMessage message = untilDeleted(waiting(request, id, stanza), content);
            progress.came(message, id, content, isAnonymous(request));
            pass(request, target, message);
        } else if (reading instanceof Reading.Notifications notifications) {
            notifications.all().forEach(imdn -> progress.told(imdn, target.jid()));
            pass(request, target, from.get(), notifications.all());
        }
    }

    private boolean isOver(Reading.Content content) {
        return content.file().filter(file -> file.isOver(clock.instant())).isPresent();
    }

    /** GSMA RCC.07: a link to what the server has deleted says nothing. */
    private static WaitingMessage untilDeleted(WaitingMessage message, Reading.Content content) {
        return content.file()
                .flatMap(file -> file.file().until())
                .map(message::until)
                .orElse(message);
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

    private void refuse(IncomingRequest request, Target target, SipReply reply, String kind) {
        progress.refused(request.message(), target.jid(), isAnonymous(request), reply);
        refuse(request, reply, kind);
    }

    private static boolean isAnonymous(IncomingRequest request) {
        return Privacy.of(request.message()).anonymous();
    }

    private void refuse(IncomingRequest request, SipReply reply, String kind) {
        counters.result(Direction.SIP_TO_XMPP, "refused");
        counters.error(kind);
        request.reply(reply);
    }

    /** Notifications are answered as the last of them is; all but groups send one at a time (RFC 5438 8.3). */
    private void pass(IncomingRequest request, Target target, Jid from, List<Imdn> notifications) {
        MessageId id = ids.next();
        List<XmppMessage> stanzas = notifications.stream()
                .limit(MOST_NOTIFICATIONS)
                .flatMap(imdn -> receipts.toStanza(imdn, StanzaId.of(id), from, target.jid()).stream())
                .toList();
        if (stanzas.isEmpty()) {
            request.reply(SipReply.of(200));
            return;
        }
        int last = stanzas.size() - 1;
        stanzas.subList(0, last).forEach(link::send);
        pass(request, target, waiting(request, id, stanzas.get(last)));
    }

    private WaitingMessage waiting(IncomingRequest request, MessageId id, XmppMessage stanza) {
        String sender = request.message().sender().orElseThrow().text();
        Instant now = clock.instant();
        WaitingMessage own = new WaitingMessage(
                id.number(), request.session().id(), stanza, sender, now, now.plus(settings.expiry()));
        return Validity.end(request.message(), now).map(own::until).orElse(own);
    }

    private void pass(IncomingRequest request, Target target, WaitingMessage message) {
        boolean othersCanServe = target.associated() && request.message().isc().continues();
        Transfer transfer = new Transfer(request, message, othersCanServe, steps);
        if (backlog.holds(message.recipient())) {
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

    private XmppMessage stanza(
            IncomingRequest request, Target target, Jid from, Reading.Content content, MessageId id) {
        boolean anonymous = isAnonymous(request);
        // Nobody could tell an anonymous sender anything: XMPP does not know where she is.
        Optional<Wanted> wanted = anonymous
                ? Optional.empty()
                : wanted(content, !target.jid().resource().isEmpty());
        return new XmppMessage(
                wanted.map(w -> StanzaId.of(id, w)).orElseGet(() -> StanzaId.of(id)),
                // RFC 3325 7: the XMPP server is outside the trust domain. The Call-ID may name the phone (RFC 3323
                // 4.1).
                anonymous ? new Jid("anonymous", from.domain(), "") : from,
                target.jid(),
                settings.type(),
                content.subject(),
                anonymous ? "" : content.thread(),
                content.language(),
                content.body(),
                Optional.empty(),
                extensions(content, wanted, from.domain()));
    }

    private Optional<Wanted> wanted(Reading.Content content, boolean device) {
        return content.imdn()
                .filter(request -> !request.wanted().isEmpty())
                .map(request -> new Wanted(request, content.sent().orElseGet(clock::instant), device));
    }

    private List<Extension> extensions(Reading.Content content, Optional<Wanted> wanted, String domain) {
        if (content.formatted().isEmpty()
                && content.sent().isEmpty()
                && content.file().isEmpty()
                && wanted.isEmpty()) {
            return List.of();
        }
        List<Extension> extensions = new ArrayList<>();
        content.file().map(FileLinks::toXmpp).ifPresent(extensions::addAll);
        content.formatted().ifPresent(html -> extensions.add(new Extension.Xhtml(html.xhtmlBody())));
        content.sent()
                .filter(sent -> sent.isBefore(clock.instant().minus(DeferredMessage.LATE)))
                .ifPresent(sent -> extensions.add(new Extension.Delay(sent, domain)));
        if (wanted.filter(w -> w.has(Disposition.POSITIVE_DELIVERY)).isPresent()) {
            extensions.add(new Extension.ReceiptRequest());
        }
        if (wanted.filter(w -> w.has(Disposition.DISPLAY)).isPresent()) {
            extensions.add(new Extension.Markable());
        }
        return extensions;
    }
}
