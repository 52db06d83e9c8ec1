package org.tombolo.gateway.interconnection;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.tombolo.gateway.interconnection.ChatTracking.Tracked;
import org.tombolo.gateway.interconnection.tracking.MessageId;
import org.tombolo.gateway.interconnection.tracking.MessageState;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.xmpp.Extension.ChatState.State;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/** From XMPP to MSRP in one chat (RFC 7573 4, 6, 7). On the session's executor. */
final class ChatToSip {
    /** Messages of which a notification may still come; the oldest is forgotten. */
    private static final int REMEMBERED = 256;

    private final MsrpSession msrp;
    private final ChatParts parts;
    private final ChatPeer peer;
    private final ChatToXmpp back;
    private final Supplier<Boolean> opened;
    private final Map<String, Said> byImdn = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean composing;

    /** Something that the XMPP user said. */
    private record Said(XmppMessage stanza, Tracked tracked) {}

    /** @param opened whether the MSRP session had its connection */
    ChatToSip(MsrpSession msrp, ChatParts parts, ChatPeer peer, ChatToXmpp back, Supplier<Boolean> opened) {
        this.msrp = msrp;
        this.parts = parts;
        this.peer = peer;
        this.back = back;
        this.opened = opened;
    }

    /** RFC 7573 4: what the XMPP user says. */
    void words(XmppMessage stanza) {
        composing = false;
        Said said = new Said(stanza, back.tracked(stanza, peer.notifies()));
        if (peer.tooLong(stanza)) {
            String why = "the recipient takes " + peer.maxSize() + " bytes";
            said.tracked().failed(MessageState.POLICY, why);
            refuse(stanza, ErrorMapping.error("policy-violation", why));
            return;
        }
        if (opened.get()) {
            said.tracked().came();
        }
        // A notification that comes when the chat is over finds its way by the id, as in pager mode.
        MessageId id = said.tracked().id();
        String imdnId = ImdnId.of(id, stanza.id()).orElse(id.text());
        byImdn.put(imdnId, said);
        msrp.send(peer.text(stanza, imdnId, parts.clock().instant()), new SendListener() {
            @Override
            public void sent() {
                parts.counts().toSip().increment();
                said.tracked().reached(MessageState.SENT);
            }

            @Override
            public void delivered() {
                said.tracked().reached(MessageState.DELIVERED);
                back.received(stanza.id());
            }

            @Override
            public void unreported() {
                ChatToSip.this.failed(said, new MsrpStatus(481, "the chat ended before it was known to have arrived"));
            }

            @Override
            public void failed(MsrpStatus status) {
                byImdn.remove(imdnId);
                ChatToSip.this.failed(said, status);
            }
        });
    }

    /** What never had a connection to go over goes as a pager-mode message. */
    private void failed(Said said, MsrpStatus status) {
        if (opened.get()) {
            parts.counts().failed().increment();
            StanzaError error = MsrpErrors.toStanza(status);
            said.tracked().failed(MessageState.FAILED, error.text());
            refuse(said.stanza(), error);
        } else {
            parts.pager().accept(said.stanza());
        }
    }

    private void refuse(XmppMessage stanza, StanzaError error) {
        var unused = parts.link()
                .send(new XmppMessage(
                        stanza.id(), stanza.to(), stanza.from(), "error", "", "", "", "", Optional.of(error)));
    }

    /** RFC 7573 6: composing is active; active, paused and inactive are idle. */
    void state(State state) {
        boolean now = state == State.COMPOSING;
        if (now != composing) {
            composing = now;
            peer.composing(now, parts.clock().instant()).ifPresent(news -> msrp.send(news, status -> {}));
        }
    }

    /** What became of a message of the XMPP user, as the IMS user tells it (RFC 5438). */
    void notified(Imdn imdn) {
        Said about = byImdn.get(imdn.messageId());
        if (about == null) {
            return;
        }
        switch (imdn.status()) {
            case DELIVERED -> {
                about.tracked().reached(MessageState.DELIVERED);
                back.received(about.stanza().id());
            }
            case DISPLAYED -> {
                about.tracked().reached(MessageState.DISPLAYED);
                back.displayed(about.stanza().id());
            }
            case FAILED, FORBIDDEN, ERROR -> negative(imdn, about);
            case PROCESSED, STORED -> {} // XMPP knows no such state
        }
    }

    private void negative(Imdn imdn, Said about) {
        if (imdn.kind() == Imdn.Kind.DELIVERY) {
            byImdn.remove(imdn.messageId());
            String why = "SIP: the message was not delivered";
            about.tracked().failed(MessageState.FAILED, why);
            refuse(about.stanza(), ErrorMapping.error("recipient-unavailable", why));
        }
    }

    /**
     * Tells the IMS user what became of a message of hers.
     *
     * @param sent when she sent it
     */
    void notify(ImdnRequest request, Instant sent, Imdn.Kind kind, Imdn.Status status) {
        if (peer.notifies()) {
            String id = UUID.randomUUID().toString();
            msrp.send(
                    peer.notification(
                            request, sent, kind, status, id, parts.clock().instant()),
                    failure -> {});
        }
    }
}
