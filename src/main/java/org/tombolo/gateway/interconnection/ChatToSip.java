package org.tombolo.gateway.interconnection;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
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
    private final Map<String, XmppMessage> byImdn = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, XmppMessage> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean composing;

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
        if (peer.tooLong(stanza)) {
            refuse(stanza, ErrorMapping.error("policy-violation", "the recipient takes " + peer.maxSize() + " bytes"));
            return;
        }
        String imdnId = UUID.randomUUID().toString();
        byImdn.put(imdnId, stanza);
        msrp.send(peer.text(stanza, imdnId, parts.clock().instant()), new SendListener() {
            @Override
            public void sent() {
                parts.counts().toSip().increment();
            }

            @Override
            public void delivered() {
                back.received(stanza.id());
            }

            @Override
            public void unreported() {
                ChatToSip.this.failed(
                        stanza, new MsrpStatus(481, "the chat ended before it was known to have arrived"));
            }

            @Override
            public void failed(MsrpStatus status) {
                byImdn.remove(imdnId);
                ChatToSip.this.failed(stanza, status);
            }
        });
    }

    /** What never had a connection to go over goes as a pager-mode message. */
    private void failed(XmppMessage stanza, MsrpStatus status) {
        if (opened.get()) {
            parts.counts().failed().increment();
            refuse(stanza, MsrpErrors.toStanza(status));
        } else {
            parts.pager().accept(stanza);
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
        XmppMessage about = byImdn.get(imdn.messageId());
        if (about == null) {
            return;
        }
        switch (imdn.status()) {
            case DELIVERED -> back.received(about.id());
            case DISPLAYED -> back.displayed(about.id());
            case FAILED, FORBIDDEN, ERROR -> negative(imdn, about);
            case PROCESSED, STORED -> {} // XMPP knows no such state
        }
    }

    private void negative(Imdn imdn, XmppMessage about) {
        if (imdn.kind() == Imdn.Kind.DELIVERY) {
            byImdn.remove(imdn.messageId());
            refuse(about, ErrorMapping.error("recipient-unavailable", "SIP: the message was not delivered"));
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
