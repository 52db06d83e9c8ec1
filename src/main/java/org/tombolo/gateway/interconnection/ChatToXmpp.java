package org.tombolo.gateway.interconnection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tombolo.gateway.interconnection.ChatTracking.Tracked;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState.State;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** From MSRP to XMPP in one chat (RFC 7573 5 to 7). On the session's executor. */
final class ChatToXmpp {
    /** Messages of which a receipt may still come; the oldest is forgotten. */
    private static final int REMEMBERED = 256;

    private final ConvergedSession session;
    private final ChatParts parts;
    private final Supplier<SessionParties> parties;
    private final Map<String, Open> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Open> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int last;
    private final Writing writing;

    /** A message that XMPP has, and that somebody may hear of. */
    private record Open(
            IncomingMessage message, Optional<ImdnRequest> imdn, Instant sent, Tracked tracked, boolean delivered) {
        boolean wants(Disposition disposition) {
            return imdn.filter(i -> i.wanted().contains(disposition)).isPresent();
        }
    }

    ChatToXmpp(ConvergedSession session, ChatParts parts, Supplier<SessionParties> parties) {
        this.session = session;
        this.parts = parts;
        this.parties = parties;
        this.writing = new Writing(session, state -> send(List.of(new Extension.ChatState(state))));
    }

    /** RFC 7573 5: what the IMS user says. The SEND is answered when the XMPP server has the stanza. */
    void words(IncomingMessage message, ChatContent.Words words) {
        writing.said();
        Tracked tracked = parts.tracking().fromSip(parties.get(), session.id(), words.imdn());
        if (words.file().filter(file -> file.isOver(parts.clock().instant())).isPresent()) {
            refuse(
                    message,
                    tracked,
                    MessageState.POLICY,
                    new MsrpStatus(403, "the server of this file has deleted it"));
            return;
        }
        Open opened = new Open(
                message,
                words.imdn(),
                words.sent().orElseGet(() -> parts.clock().instant()),
                tracked,
                false);
        String id = StanzaId.of(tracked.id());
        List<Extension> extensions = new ArrayList<>();
        words.file().map(FileLinks::toXmpp).ifPresent(extensions::addAll);
        if (message.wantsSuccessReport() || opened.wants(Disposition.POSITIVE_DELIVERY)) {
            extensions.add(new Extension.ReceiptRequest());
        }
        if (opened.wants(Disposition.DISPLAY)) {
            extensions.add(new Extension.Markable());
        }
        open.put(id, opened);
        parts.link()
                .send(stanza(id, words.text(), extensions))
                .thenAccept(fate -> session.execute(() -> settled(id, opened, fate)));
    }

    private void settled(String id, Open opened, Delivery fate) {
        MsrpStatus status = MsrpErrors.toStatus(fate);
        if (status.ok()) {
            parts.counts().toXmpp().increment();
            opened.tracked().reached(MessageState.SENT);
            opened.message().accept();
        } else {
            open.remove(id);
            refuse(opened.message(), opened.tracked(), MessageState.FAILED, status);
        }
    }

    /** What the IMS user says and no XMPP user could take. */
    void refused(IncomingMessage message, MsrpStatus status) {
        Tracked tracked = parts.tracking().fromSip(parties.get(), session.id(), Optional.empty());
        refuse(message, tracked, MessageState.POLICY, status);
    }

    private void refuse(IncomingMessage message, Tracked tracked, MessageState state, MsrpStatus status) {
        parts.counts().refused().increment();
        tracked.failed(state, status.comment());
        message.refuse(status);
    }

    /** What the XMPP user says, to be followed on its way to SIP. */
    Tracked tracked(XmppMessage stanza, boolean notifies) {
        return parts.tracking().fromXmpp(stanza, parties.get(), session.id(), notifies);
    }

    private String nextId() {
        return session.id() + ".chat" + ++last;
    }

    private XmppMessage stanza(String id, String body, List<Extension> extensions) {
        SessionParties who = parties.get();
        return new XmppMessage(
                id, who.ims(), who.xmpp(), "chat", "", who.thread(), "", body, Optional.empty(), extensions);
    }

    /** RFC 7573 6: the IMS user writes, or not any more. */
    void composing(IsComposing news) {
        writing.news(news);
    }

    /** RFC 7573 6.1: the IMS user has left. */
    void gone() {
        writing.said();
        send(List.of(new Extension.ChatState(State.GONE)));
    }

    /** RFC 7573 7: a receipt for a message of the XMPP user. */
    void received(String stanzaId) {
        send(List.of(new Extension.Received(stanzaId)));
    }

    /** The IMS user has seen a message of the XMPP user. */
    void displayed(String stanzaId) {
        send(List.of(new Extension.Marker(Mark.DISPLAYED, stanzaId)));
    }

    private void send(List<Extension> news) {
        var unused = parts.link().send(stanza(nextId(), "", news));
    }

    /** RFC 7573 7: the XMPP user's receipt, as a REPORT, and as a notification for who wants that. */
    void receipt(String stanzaId, ChatToSip back) {
        Open about = open.get(stanzaId);
        // RFC 5438 7.2.1: one notification of delivery, however many devices tell of it.
        if (about == null || about.delivered()) {
            return;
        }
        about.tracked().reached(MessageState.DELIVERED);
        about.message().report(MsrpStatus.OK);
        if (about.wants(Disposition.POSITIVE_DELIVERY)) {
            back.notify(about.imdn().orElseThrow(), about.sent(), Imdn.Kind.DELIVERY, Imdn.Status.DELIVERED);
        }
        if (about.wants(Disposition.DISPLAY)) {
            open.put(stanzaId, new Open(about.message(), about.imdn(), about.sent(), about.tracked(), true));
        } else {
            open.remove(stanzaId);
        }
    }

    /** The XMPP user has seen a message, so it was delivered. */
    void seen(String stanzaId, ChatToSip back) {
        receipt(stanzaId, back);
        Open about = open.remove(stanzaId);
        if (about != null && about.wants(Disposition.DISPLAY)) {
            about.tracked().reached(MessageState.DISPLAYED);
            back.notify(about.imdn().orElseThrow(), about.sent(), Imdn.Kind.DISPLAY, Imdn.Status.DISPLAYED);
        }
    }

    /** A message that XMPP had taken did not arrive after all; whether it is one of this chat. */
    boolean failed(String stanzaId, StanzaError error, ChatToSip back) {
        Open about = open.remove(stanzaId);
        if (about != null && !about.delivered()) {
            about.tracked().failed(MessageState.FAILED, ErrorMapping.words(error));
            about.message().report(MsrpErrors.toStatus(error));
            if (about.wants(Disposition.NEGATIVE_DELIVERY)) {
                back.notify(about.imdn().orElseThrow(), about.sent(), Imdn.Kind.DELIVERY, Imdn.Status.FAILED);
            }
        }
        return about != null;
    }
}
