package org.tombolo.gateway.interconnection.room;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tombolo.conference.Participant;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.PagerWriter;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/** What is said in a room, to and by one IMS user (RFC 7702 6.3). On the session's executor. */
final class RoomTalk {
    /** More than people write; what XMPP servers take is more. */
    static final int LONGEST = 100_000;
    /** How many names a phone that knows nothing of rooms is told. */
    private static final int MOST_NAMES = 50;

    private final RoomParts parts;
    private final RoomAddress room;
    private final RoomUser user;
    private final Roster roster;
    private final Supplier<String> nickname;
    private final RoomReceipts receipts;
    private final RoomToXmpp toXmpp;
    private final RoomWriting writing;
    private Instant heard;
    private @Nullable RoomToSip toSip;

    /** @param nickname her nickname as it is now */
    RoomTalk(
            ConvergedSession session,
            RoomParts parts,
            RoomAddress room,
            RoomUser user,
            Roster roster,
            Supplier<String> nickname) {
        this.parts = parts;
        this.room = room;
        this.user = user;
        this.roster = roster;
        this.nickname = nickname;
        this.receipts = new RoomReceipts(session, room, (request, imdns) -> {
            if (toSip != null) {
                toSip.notifications(request, imdns);
            }
        });
        this.toXmpp = new RoomToXmpp(session, parts, room, user.jid(), receipts);
        this.writing = new RoomWriting(session, parts, room, user);
        this.heard = parts.clock().instant();
    }

    /** From now on there is a phone. */
    void opens(MsrpSession msrp, RoomPeer peer) {
        toSip = new RoomToSip(msrp, parts, peer, room, user);
        writing.opens(msrp, peer);
    }

    /** She is in the room. */
    void begins() {
        if (toSip != null && !toSip.aware()) {
            // RFC 7701 11: she has to know that others read it, and who they are.
            toSip.notice(introduction());
        }
    }

    /** Words of the room itself. */
    void notice(String words) {
        if (toSip != null) {
            toSip.notice(words);
        }
    }

    private String introduction() {
        List<Participant> all = roster.snapshot().participants();
        String names = all.stream()
                .map(Participant::nickname)
                .filter(name -> !name.equals(nickname.get()))
                .limit(MOST_NAMES)
                .collect(Collectors.joining(", "));
        return "This is the room " + room.jid().text() + ". What you write goes to all in it"
                + (names.isEmpty()
                        ? "; nobody else is here now."
                        : ": " + names + (all.size() > MOST_NAMES + 1 ? " and others." : "."));
    }

    /** When the room was last heard, so that what came later can be asked for. */
    Instant heard() {
        return heard;
    }

    /** A message of hers. */
    MessageSink incoming(IncomingMessage message) {
        return new WholeMessage(message, LONGEST, content -> received(message, content));
    }

    private void received(IncomingMessage message, byte[] octets) {
        RoomContent content = RoomContent.read(message.contentType(), octets, room, user, nickname.get());
        if (content instanceof RoomContent.Words words) {
            writing.said(words.to());
            toXmpp.say(message, words, roster);
        } else if (content instanceof RoomContent.Composing composing) {
            composing(message, composing);
        } else if (content instanceof RoomContent.Refused refused) {
            parts.counts().refused().increment();
            message.refuse(refused.status());
        } else if (content instanceof RoomContent.Notification notification) {
            message.accept();
            if (toSip != null) {
                toSip.notified(notification.imdn());
            }
        }
    }

    private void composing(IncomingMessage message, RoomContent.Composing composing) {
        if (composing.to().everybody() || roster.has(composing.to().nickname())) {
            message.accept();
            writing.news(composing.to(), composing.news());
        } else {
            // RFC 7701 6.2
            message.refuse(MsrpStatus.NO_RECIPIENT);
        }
    }

    /** A stanza of the room. */
    void take(XmppMessage stanza) {
        heard = parts.clock().instant();
        if (stanza.type().equals("error")) {
            stanza.error().ifPresent(error -> failed(stanza.id(), error));
            return;
        }
        stanza.extension(Extension.Received.class).ifPresent(r -> receipt(stanza, r.id(), Imdn.Status.DELIVERED));
        stanza.extension(Extension.Marker.class)
                .ifPresent(m -> receipt(
                        stanza, m.id(), m.mark() == Mark.RECEIVED ? Imdn.Status.DELIVERED : Imdn.Status.DISPLAYED));
        stanza.extension(Extension.Declined.class).ifPresent(this::declined);
        words(stanza);
    }

    private void failed(String id, StanzaError error) {
        if (!toXmpp.failed(id, error) && id.contains(RoomSubscriptions.INVITATION)) {
            notice("Nobody could be invited: " + ErrorMapping.words(error));
        }
    }

    private void receipt(XmppMessage stanza, String id, Imdn.Status status) {
        String who = stanza.from().resource();
        if (!who.isEmpty() && !who.equals(nickname.get())) {
            receipts.told(id, who, status);
        }
    }

    private void declined(Extension.Declined decline) {
        String who = decline.from().map(jid -> jid.bare().text()).orElse("Somebody whom you invited");
        notice(who + " does not come" + (decline.reason().isEmpty() ? "." : ": " + decline.reason()));
    }

    private void words(XmppMessage stanza) {
        String text = PagerWriter.text(stanza);
        boolean own = stanza.from().resource().equals(nickname.get()) && !stanza.has(Extension.Delay.class);
        boolean toAll = !stanza.type().equals("chat");
        if (toAll && text.isEmpty()) {
            subject(stanza);
        }
        if (!stanza.from().resource().equals(nickname.get()) && !stanza.has(Extension.Delay.class)) {
            writing.heard(stanza);
        }
        // RFC 7701 6.1: to all but her who says it.
        if ((toAll && own && toXmpp.reflected(stanza)) || text.isEmpty() || toSip == null) {
            return;
        }
        if (toAll) {
            toSip.groupchat(stanza);
        } else {
            toSip.privateMessage(stanza);
        }
    }

    /** XEP-0045 8.1: a subject without a body is that of the room. */
    private void subject(XmppMessage stanza) {
        if (!stanza.subject().isEmpty() || stanza.has(Extension.EmptySubject.class)) {
            roster.subject(stanza.subject());
        }
    }

    /** Somebody has come or gone. */
    void rosterChanged() {
        writing.rosterChanged(roster);
    }

    /** Who asks for it leaves. */
    void over() {
        writing.over();
        toXmpp.over();
    }
}
