package org.tombolo.gateway.interconnection.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.AddressMapping.ImsTarget;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;

/**
 * Invitations to rooms for IMS users (XEP-0045 7.8, XEP-0249). A phone that takes sessions is called by the room (RFC 4579
 * 5.3); another one gets the words.
 */
final class RoomInvitations {
    private static final Logger LOG = LoggerFactory.getLogger(RoomInvitations.class);
    /** Her word: she does not come (RFC 3261 21.4.24, 21.6). Anything else is her phone's. */
    private static final Set<Integer> DECLINED = Set.of(486, 600, 603);

    /** Of a reason, in characters. */
    private static final int LONGEST = 200;

    private final RoomGateway.Ports ports;
    private final RoomParts parts;
    private final Duration ring;
    private final XmppHandler pager;

    /** An invitation. */
    private record Invitation(
            RoomAddress room, Jid by, Optional<Jid> mediatedFor, Jid to, String reason, String password) {
        String words() {
            return by.bare().text() + " invites you to the room " + room.jid().text()
                    + (reason.isEmpty() ? "." : ": " + reason);
        }
    }

    RoomInvitations(RoomGateway.Ports ports, RoomParts parts, Duration ring, XmppHandler pager) {
        this.ports = ports;
        this.parts = parts;
        this.ring = ring;
        this.pager = pager;
    }

    /**
     * Takes a stanza when it is an invitation.
     *
     * @param fromRoom whether a room has sent it
     */
    boolean take(XmppMessage stanza, boolean fromRoom) {
        Optional<Invitation> invitation = stanza.type().equals("error") ? Optional.empty() : read(stanza, fromRoom);
        Optional<ImsTarget> target = ports.addresses()
                .imsTarget(stanza.to().bare())
                .filter(to -> ports.addresses().isOurs(stanza.to())
                        && ports.addresses().maySend(stanza.from(), stanza.to())
                        && ports.addresses().mayReceive(to)
                        && !ports.addresses().leadsBack(to));
        if (invitation.isEmpty() || target.isEmpty()) {
            return false;
        }
        invite(invitation.get(), target.get().uri());
        return true;
    }

    private static Optional<Invitation> read(XmppMessage stanza, boolean fromRoom) {
        if (fromRoom) {
            return stanza.extension(Extension.MediatedInvitation.class)
                    .flatMap(mediated -> RoomAddress.of(stanza.from())
                            .map(room -> new Invitation(
                                    room,
                                    mediated.from().orElse(stanza.from()),
                                    mediated.from(),
                                    stanza.to(),
                                    mediated.reason(),
                                    mediated.password())));
        }
        return stanza.extension(Extension.DirectInvitation.class)
                .flatMap(direct -> RoomAddress.of(direct.room())
                        .map(room -> new Invitation(
                                room,
                                stanza.from(),
                                Optional.empty(),
                                stanza.to(),
                                direct.reason(),
                                direct.password())));
    }

    private void invite(Invitation invitation, String uri) {
        if (parts.directory().of(invitation.room().jid(), uri).isPresent()) {
            LOG.debug("she is in the room, or called to it, already");
        } else if (!ports.chats().test(uri) || !call(invitation, uri)) {
            tell(invitation);
        }
    }

    private boolean call(Invitation invitation, String uri) {
        ConvergedSession session = ports.sessions().open();
        Jid bare = invitation.to().bare();
        Jid us = new Jid(bare.local(), bare.domain(), session.id().value());
        RoomUser user = new RoomUser(us, uri, List.of(uri), Nickname.of(bare));
        RoomSession invited = new RoomSession(
                session, parts, invitation.room(), user, ports.random().nextLong(1L << 62));
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), false, session::execute, invited);
        if (!(opening instanceof MsrpSessions.Opening.Opened opened)) {
            session.end();
            return false;
        }
        session.attach(invited);
        parts.directory().add(invited);
        session.execute(() -> {
            Body offer = invited.offer(opened.session());
            invited.invited(
                    ports.calls()
                            .invite(
                                    session,
                                    invitation.room().uri(),
                                    uri,
                                    headers(invitation),
                                    Optional.of(offer),
                                    invited),
                    new RoomSession.Invited(invitation.password(), status -> refused(invitation, status)),
                    ring);
        });
        return true;
    }

    private List<Header> headers(Invitation invitation) {
        List<Header> headers = new ArrayList<>(List.of(Header.FOCUS));
        if (!invitation.reason().isEmpty()) {
            headers.add(new Header("Subject", shortened(invitation.reason())));
        }
        // RFC 3892 3: on whose word the room calls.
        ports.addresses()
                .xmppUserToUri(invitation.by().bare())
                .ifPresent(by -> headers.add(new Header("Referred-By", "<" + by + ">")));
        return headers;
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), LONGEST)).replaceAll("\\p{Cntrl}+", " ");
    }

    private void refused(Invitation invitation, int status) {
        if (!DECLINED.contains(status)) {
            // Her phone cannot: she hears of it nevertheless.
            tell(invitation);
        } else if (invitation.mediatedFor().isPresent()) {
            var unused = parts.link()
                    .send(stanza(invitation.to().bare(), invitation.room().jid(), "normal", "")
                            .with(new Extension.Declined(Optional.empty(), invitation.mediatedFor(), "")));
        }
    }

    private void tell(Invitation invitation) {
        pager.message(stanza(invitation.room().jid(), invitation.to().bare(), "normal", invitation.words()));
    }

    private static XmppMessage stanza(Jid from, Jid to, String type, String body) {
        return new XmppMessage(
                UUID.randomUUID().toString(), from, to, type, "", "", "", body, Optional.empty(), List.of());
    }
}
