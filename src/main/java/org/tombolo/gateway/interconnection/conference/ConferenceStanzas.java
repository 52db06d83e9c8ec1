package org.tombolo.gateway.interconnection.conference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.tombolo.conference.Participant;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.RoomPart.Standing;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/** What a visitor of a conference is told, as a room tells it (XEP-0045, RFC 7702 5). */
final class ConferenceStanzas {
    private static final int SELF = 110;
    private static final int RENAMED = 303;
    private static final Set<String> ROLES = Set.of("moderator", "participant", "visitor");

    private final XmppLink link;
    private final AddressMapping addresses;
    private final Visitor visitor;

    ConferenceStanzas(XmppLink link, AddressMapping addresses, Visitor visitor) {
        this.link = link;
        this.addresses = addresses;
        this.visitor = visitor;
    }

    /** RFC 7702 5.4: others are there. */
    void present(Map<String, Participant> occupants) {
        occupants.forEach((nickname, participant) -> presence(
                nickname,
                Type.AVAILABLE,
                standing(role(participant), participant.aor().flatMap(this::jid), "", Set.of())));
    }

    /** She is in the room by that nickname: the last presence of those that come first. */
    void self(String nickname) {
        presence(nickname, Type.AVAILABLE, standing("participant", Optional.empty(), "", Set.of(SELF)));
    }

    void gone(String nickname) {
        presence(nickname, Type.UNAVAILABLE, standing("none", Optional.empty(), "", Set.of()));
    }

    /** She is out. */
    void out(String nickname, String reason) {
        presence(
                nickname,
                Type.UNAVAILABLE,
                new Standing("none", "none", Optional.empty(), "", "", reason, Set.of(SELF), Optional.empty()));
    }

    /** XEP-0045 7.6: she has another nickname. */
    void renamed(String from, String to) {
        presence(from, Type.UNAVAILABLE, standing("participant", Optional.empty(), to, Set.of(SELF, RENAMED)));
        self(to);
    }

    private void presence(String nickname, Type type, Standing standing) {
        var unused = link.send(
                XmppPresence.of(type, visitor.occupant(nickname), visitor.jid()).with(standing));
    }

    /** RFC 7702 5.4: affiliation none. */
    private static Standing standing(String role, Optional<Jid> jid, String nickname, Set<Integer> codes) {
        return new Standing("none", role, jid, nickname, "", "", codes, Optional.empty());
    }

    private static String role(Participant participant) {
        return ROLES.contains(participant.role()) ? participant.role() : "participant";
    }

    /** RFC 7702 5.4: who she is, where the conference tells it. */
    private Optional<Jid> jid(String aor) {
        if (aor.regionMatches(true, 0, "xmpp:", 0, 5)) {
            return Jid.parse(aor.substring(5));
        }
        return addresses
                .xmppTarget(aor)
                .map(Target::jid)
                .or(() -> SipAddress.parse(aor).flatMap(user -> addresses.imsUserToJid(user, visitor.jid())));
    }

    /** What she asked for in presence cannot be had. */
    void refused(XmppPresence stanza, StanzaError error) {
        var unused = link.send(XmppPresence.error(stanza.id(), stanza.to(), stanza.from(), error));
    }

    /** What she sent is not passed on. */
    void refused(XmppMessage stanza, StanzaError error) {
        var unused = link.send(
                new XmppMessage(stanza.id(), stanza.to(), stanza.from(), "error", "", "", "", "", Optional.of(error)));
    }

    /** RFC 7702 5.5.1: what she said to all comes back to her. */
    void reflected(XmppMessage stanza, String nickname) {
        var unused =
                message(stanza.id(), visitor.occupant(nickname), "groupchat", "", stanza.body(), stanza.extensions());
    }

    /**
     * Somebody says something.
     *
     * @param type {@code groupchat} or {@code chat}
     * @param sent when, for what is late
     */
    CompletableFuture<Delivery> said(Jid from, String type, String subject, String body, Optional<Instant> sent) {
        List<Extension> extensions = new ArrayList<>();
        sent.ifPresent(
                time -> extensions.add(new Extension.Delay(time, visitor.room().text())));
        return message(UUID.randomUUID().toString(), from, type, subject, body, extensions);
    }

    /** Somebody does something that has no words. */
    void news(String id, Jid from, String type, Extension news) {
        var unused = message(id, from, type, "", "", List.of(news));
    }

    /** RFC 7702 5.4: what the conference is about. */
    void subject(String subject) {
        var unused = message(
                UUID.randomUUID().toString(),
                visitor.room(),
                "groupchat",
                subject,
                "",
                subject.isEmpty() ? List.of(new Extension.EmptySubject()) : List.of());
    }

    private CompletableFuture<Delivery> message(
            String id, Jid from, String type, String subject, String body, List<Extension> extensions) {
        return link.send(
                new XmppMessage(id, from, visitor.jid(), type, subject, "", "", body, Optional.empty(), extensions));
    }
}
