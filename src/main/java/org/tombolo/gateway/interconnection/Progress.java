package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tombolo.gateway.interconnection.AddressMapping.ImsTarget;
import org.tombolo.gateway.interconnection.PagerReader.Reading;
import org.tombolo.gateway.interconnection.tracking.Change;
import org.tombolo.gateway.interconnection.tracking.Direction;
import org.tombolo.gateway.interconnection.tracking.Loss;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.gateway.interconnection.tracking.MessageTracker;
import org.tombolo.gateway.interconnection.tracking.TrackedMessage;
import org.tombolo.html.SafeHtml;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/** Tells the tracker of messages how far they get. Receipts and notifications are news of messages, and no messages. */
final class Progress {
    private final MessageTracker tracker;
    private final MessageIds ids;
    private final Clock clock;

    /** @param ids for messages that are refused at once */
    Progress(MessageTracker tracker, MessageIds ids, Clock clock) {
        this.tracker = tracker;
        this.ids = ids;
        this.clock = clock;
    }

    /** A message has come from SIP. */
    void came(WaitingMessage message, MessageId id, Reading.Content content, boolean anonymous) {
        if (!message.stanza().body().isEmpty()) {
            TrackedMessage came = TrackedMessage.came(
                    id, Direction.SIP_TO_XMPP, person(message.sender()), message.recipientJid(), message.arrived());
            String reference = content.imdn().map(ImdnRequest::messageId).orElse(content.thread());
            tracker.came(came.named(reference)
                    .hidden(anonymous)
                    .in(message.session())
                    .without(lost(content, message.stanza().id())));
        }
    }

    /** What a message from SIP cannot say on XMPP. */
    private static Set<Loss> lost(Reading.Content content, String stanzaId) {
        if (content.formatted().isEmpty() && content.imdn().isEmpty()) {
            return Set.of();
        }
        EnumSet<Loss> lost = EnumSet.noneOf(Loss.class);
        content.formatted().filter(SafeHtml::reduced).ifPresent(html -> lost.add(Loss.FORMATTING));
        content.formatted().filter(SafeHtml::pictures).ifPresent(html -> lost.add(Loss.ATTACHMENT));
        boolean asked = content.imdn().filter(imdn -> !imdn.wanted().isEmpty()).isPresent();
        if (asked && StanzaId.wanted(stanzaId).isEmpty()) {
            lost.add(Loss.RECEIPT);
        }
        return lost;
    }

    /** A rule of ours refuses a message from SIP. */
    void refused(SipRequest message, Jid target, boolean anonymous, SipReply reply) {
        message.sender().ifPresent(sender -> {
            TrackedMessage came = TrackedMessage.came(
                    ids.next(), Direction.SIP_TO_XMPP, sender.bare().text(), target, clock.instant());
            tracker.came(came.named(message.callId())
                    .hidden(anonymous)
                    .plus(failure(came, MessageState.POLICY, words(reply))));
        });
    }

    private static String words(SipReply reply) {
        return "SIP: " + reply.status()
                + reply.headers().stream()
                        .filter(header -> header.name().equals("Warning"))
                        .map(header -> " " + header.value().replaceAll("^[^\"]*\"|\"$", ""))
                        .findFirst()
                        .orElse("");
    }

    /** XMPP has taken a message. */
    void sent(WaitingMessage message) {
        ours(message)
                .ifPresent(id ->
                        tracker.changed(Change.to(MessageState.SENT, id, message.recipientJid(), clock.instant())));
    }

    /** A message did not arrive on XMPP. */
    void failed(WaitingMessage message, String why) {
        ours(message)
                .ifPresent(id ->
                        tracker.changed(Change.to(MessageState.FAILED, id, message.recipientJid(), clock.instant())
                                .because(why)));
    }

    private static Optional<MessageId> ours(WaitingMessage message) {
        return message.stanza().body().isEmpty()
                ? Optional.empty()
                : MessageId.startOf(message.stanza().id());
    }

    /** A message has come from XMPP. */
    void came(DeferredMessage message) {
        if (isMessage(message)) {
            tracker.came(came(message.id(), message.stanza(), message.to()));
        }
    }

    private TrackedMessage came(MessageId id, XmppMessage stanza, String to) {
        return TrackedMessage.came(id, Direction.XMPP_TO_SIP, person(to), stanza.from(), clock.instant())
                .named(stanza.id());
    }

    /** We refuse a message from XMPP. */
    void refused(XmppMessage stanza, Optional<ImsTarget> to, StanzaError error) {
        to.ifPresent(target -> {
            TrackedMessage came = came(ids.next(), stanza, target.uri());
            tracker.came(came.plus(failure(came, verdict(error), ErrorMapping.words(error))));
        });
    }

    /** Without room for it, a message might have arrived; all else are rules. */
    private static MessageState verdict(StanzaError error) {
        return error.condition().equals("resource-constraint") ? MessageState.FAILED : MessageState.POLICY;
    }

    private Change failure(TrackedMessage message, MessageState state, String why) {
        return Change.to(state, message.id(), message.xmpp(), clock.instant()).because(why);
    }

    /** SIP has taken a message, or passed it on. */
    void reached(MessageState state, DeferredMessage message, SessionId session, Set<Loss> lost) {
        if (isMessage(message)) {
            tracker.changed(change(state, message).in(session).without(lost));
        }
    }

    /** A message did not arrive on SIP. */
    void failed(DeferredMessage message, StanzaError error) {
        if (isMessage(message)) {
            MessageState state =
                    error.condition().equals("policy-violation") ? MessageState.POLICY : MessageState.FAILED;
            tracker.changed(change(state, message).because(error.text()));
        }
    }

    private Change change(MessageState state, DeferredMessage message) {
        return Change.to(state, message.id(), message.stanza().from(), clock.instant());
    }

    private static boolean isMessage(DeferredMessage message) {
        return !PagerWriter.text(message.stanza()).isEmpty();
    }

    /** What a stanza says of messages that came from SIP (XEP-0184, XEP-0333). */
    void told(XmppMessage stanza) {
        for (Extension extension : stanza.extensions()) {
            if (extension instanceof Extension.Received received) {
                told(MessageState.DELIVERED, received.id(), stanza.from());
            } else if (extension instanceof Extension.Marker marker) {
                MessageState state = marker.mark() == Mark.RECEIVED ? MessageState.DELIVERED : MessageState.DISPLAYED;
                told(state, marker.id(), stanza.from());
            }
        }
    }

    private void told(MessageState state, String stanzaId, Jid by) {
        MessageId.startOf(stanzaId).ifPresent(id -> tracker.changed(Change.to(state, id, by, clock.instant())));
    }

    /** What a notification says of a message that came from XMPP (RFC 5438). */
    void told(Imdn imdn, Jid to) {
        MessageState state = switch (imdn.status()) {
            case DELIVERED -> MessageState.DELIVERED;
            case DISPLAYED -> MessageState.DISPLAYED;
            case FAILED, FORBIDDEN, ERROR -> MessageState.FAILED;
            case PROCESSED, STORED -> MessageState.SENT;
        };
        boolean displayFailed = state == MessageState.FAILED && imdn.kind() != Imdn.Kind.DELIVERY;
        MessageId.startOf(imdn.messageId())
                .filter(id -> !displayFailed)
                .ifPresent(id -> tracker.changed(Change.to(state, id, to, clock.instant())
                        .because(state == MessageState.FAILED ? "SIP: not delivered" : "")));
    }

    /** Who it is, whichever of her devices. */
    static String person(String uri) {
        return SipAddress.parse(uri).map(address -> address.bare().text()).orElse(uri);
    }
}
