package org.tombolo.gateway.interconnection.room;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.MsrpErrors;
import org.tombolo.gateway.interconnection.PagerWriter;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.cpim.ImdnBatch;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/** From an XMPP room to the phone of somebody in it (RFC 7702 6.3, RFC 7701 6). On the session's executor. */
final class RoomToSip {
    /** RFC 7701 6.4: messages that wait for a slow phone; those beyond are left out, and she is told. */
    private static final int MOST_WAITING = 200;
    /** Messages of which a notification may still come; the oldest is forgotten. */
    private static final int REMEMBERED = 256;

    private final MsrpSession msrp;
    private final RoomParts parts;
    private final RoomPeer peer;
    private final RoomAddress room;
    private final RoomUser user;
    private final Map<String, XmppMessage> byImdn = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, XmppMessage> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int waiting;
    private int missed;

    RoomToSip(MsrpSession msrp, RoomParts parts, RoomPeer peer, RoomAddress room, RoomUser user) {
        this.msrp = msrp;
        this.parts = parts;
        this.peer = peer;
        this.room = room;
        this.user = user;
    }

    /** Whether the phone knows that this is a room. */
    boolean aware() {
        return peer.aware();
    }

    /** What somebody says to all. */
    void groupchat(XmppMessage stanza) {
        words(stanza, CpimAddress.of(room.uri()));
    }

    /** What somebody says to her alone. */
    void privateMessage(XmppMessage stanza) {
        if (peer.privateMessages()) {
            words(stanza, CpimAddress.of(user.uri()));
        } else {
            // RFC 7701 6.2, 8: she would answer to all.
            refuse(stanza, ErrorMapping.error("feature-not-implemented", "this phone takes no private messages"));
        }
    }

    private void words(XmppMessage stanza, CpimAddress to) {
        Instant sent = stanza.extension(Extension.Delay.class)
                .map(Extension.Delay::stamp)
                .orElseGet(() -> parts.clock().instant());
        Cpim words = RoomPeer.words(stanza, PagerWriter.text(stanza)).between(from(stanza.from()), to, sent);
        Set<Disposition> wanted = peer.wanted(stanza);
        String id = UUID.randomUUID().toString();
        if (!wanted.isEmpty()) {
            byImdn.put(id, stanza);
        }
        send(stanza, (wanted.isEmpty() ? words : ImdnRequest.of(id, wanted).addTo(words)).octets());
    }

    /** The room itself has no nickname. */
    private CpimAddress from(Jid occupant) {
        return occupant.resource().isEmpty()
                ? CpimAddress.of(room.uri())
                : RoomPeer.named(occupant.resource(), room.occupant(occupant.resource()));
    }

    private void send(XmppMessage stanza, byte[] content) {
        if (peer.tooLong(content) || waiting >= MOST_WAITING) {
            leaveOut(stanza);
            return;
        }
        waiting++;
        msrp.send(OutgoingMessage.of(Cpim.TYPE, content), new SendListener() {
            @Override
            public void sent() {
                parts.counts().toSip().increment();
                done();
            }

            @Override
            public void failed(MsrpStatus status) {
                parts.counts().failed().increment();
                tellSender(stanza, MsrpErrors.toStanza(status));
                done();
            }
        });
    }

    private void leaveOut(XmppMessage stanza) {
        parts.counts().dropped().increment();
        missed++;
        tellSender(stanza, ErrorMapping.error("resource-constraint", "the phone does not take it"));
        if (waiting == 0) {
            tellMissed();
        }
    }

    /** RFC 7701 6.3: what became of a message for all is nobody's concern; one for her alone has a sender who waits. */
    private void tellSender(XmppMessage stanza, StanzaError error) {
        if (stanza.type().equals("chat")) {
            refuse(stanza, error);
        }
    }

    private void done() {
        waiting--;
        if (missed > 0 && waiting <= MOST_WAITING / 2) {
            tellMissed();
        }
    }

    private void tellMissed() {
        int count = missed;
        missed = 0;
        notice(count + (count == 1 ? " message is" : " messages are")
                + " left out here, too long or too many for this phone.");
    }

    private void refuse(XmppMessage stanza, StanzaError error) {
        var unused = parts.link()
                .send(new XmppMessage(
                        stanza.id(), stanza.to(), stanza.from(), "error", "", "", "", "", Optional.of(error)));
    }

    /** Words of the room itself. */
    void notice(String text) {
        CpimAddress itself = CpimAddress.of(room.uri());
        Cpim words = RoomPeer.words(text).between(itself, itself, parts.clock().instant());
        waiting++;
        msrp.send(OutgoingMessage.of(Cpim.TYPE, words.octets()), new SendListener() {
            @Override
            public void sent() {
                done();
            }

            @Override
            public void failed(MsrpStatus status) {
                done();
            }
        });
    }

    /** What became of messages of hers with the others (RFC 5438 8.3). */
    void notifications(ImdnRequest request, List<Imdn> imdns) {
        Cpim envelope = new ImdnBatch(imdns)
                .message(
                        request,
                        UUID.randomUUID().toString(),
                        CpimAddress.of(room.uri()),
                        CpimAddress.of(user.uri()),
                        parts.clock().instant());
        msrp.send(OutgoingMessage.of(Cpim.TYPE, envelope.octets()), status -> {});
    }

    /** What she tells of a message from the room: a marker or receipt (XEP-0333, XEP-0184). */
    void notified(Imdn imdn) {
        XmppMessage about = byImdn.get(imdn.messageId());
        if (about == null) {
            return;
        }
        boolean toAll = about.type().equals("groupchat");
        // XEP-0333 5.5: in a room a message has the id that the room gave it.
        String id = about.extension(Extension.StanzaId.class)
                .filter(known -> toAll)
                .map(Extension.StanzaId::id)
                .orElse(about.id());
        if (imdn.status() == Imdn.Status.DISPLAYED) {
            byImdn.remove(imdn.messageId());
            tell(about, new Extension.Marker(Mark.DISPLAYED, id));
        } else if (imdn.status() == Imdn.Status.DELIVERED) {
            tell(about, toAll ? new Extension.Marker(Mark.RECEIVED, id) : new Extension.Received(id));
        }
    }

    private void tell(XmppMessage about, Extension news) {
        boolean toAll = about.type().equals("groupchat");
        var unused = parts.link()
                .send(new XmppMessage(
                        UUID.randomUUID().toString(),
                        user.jid(),
                        toAll ? room.jid() : about.from(),
                        toAll ? "groupchat" : "chat",
                        "",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        List.of(news)));
    }
}
