package org.tombolo.gateway.interconnection.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tombolo.gateway.interconnection.FileLinks;
import org.tombolo.gateway.interconnection.MsrpErrors;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.ImdnRequest;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** From MSRP into an XMPP room (RFC 7702 6.3). On the session's executor. */
final class RoomToXmpp {
    /** RFC 4975 7.1: the phone waits 30 seconds for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Messages that the room has not reflected yet. */
    private static final int MOST_PENDING = 100;
    /** Private messages that may still come back as errors; the oldest is forgotten. */
    private static final int REMEMBERED = 64;

    private final ConvergedSession session;
    private final RoomParts parts;
    private final RoomAddress room;
    private final Jid us;
    private final RoomReceipts receipts;
    private final Map<String, Pending> pending = new HashMap<>();
    private final Map<String, Pending> accepted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pending> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int last;

    /** A message that is not answered yet. */
    private record Pending(
            IncomingMessage message,
            XmppMessage stanza,
            RoomContent.Words words,
            Function<StanzaError, MsrpStatus> errors) {}

    RoomToXmpp(ConvergedSession session, RoomParts parts, RoomAddress room, Jid us, RoomReceipts receipts) {
        this.session = session;
        this.parts = parts;
        this.room = room;
        this.us = us;
        this.receipts = receipts;
    }

    /** What she says, to all or to one. */
    void say(IncomingMessage message, RoomContent.Words words, Roster roster) {
        if (words.said().text().isEmpty() && words.subject().isEmpty()) {
            refuse(message, new MsrpStatus(400, "nothing is said"));
        } else if (pending.size() >= MOST_PENDING) {
            refuse(message, new MsrpStatus(413, "too many messages wait for the room"));
        } else if (words.to().everybody()) {
            send(message, words, "groupchat", room.jid(), MsrpErrors::toStatus);
        } else if (roster.has(words.to().nickname())) {
            send(message, words, "chat", room.occupantJid(words.to().nickname()), RoomErrors::privateMessage);
        } else {
            // RFC 7701 6.2
            refuse(message, MsrpStatus.NO_RECIPIENT);
        }
    }

    private void send(
            IncomingMessage message,
            RoomContent.Words words,
            String type,
            Jid to,
            Function<StanzaError, MsrpStatus> errors) {
        String id = session.id() + ".room" + ++last;
        XmppMessage stanza = new XmppMessage(
                id,
                us,
                to,
                type,
                words.subject(),
                "",
                "",
                words.said().text(),
                Optional.empty(),
                extensions(message, words));
        pending.put(id, new Pending(message, stanza, words, errors));
        follow(id, words);
        parts.link().send(stanza).thenAccept(fate -> session.execute(() -> settled(id, fate)));
        session.schedule(PATIENCE, () -> fail(id, new MsrpStatus(408, "the room does not answer")));
    }

    private static List<Extension> extensions(IncomingMessage message, RoomContent.Words words) {
        List<Extension> extensions = new ArrayList<>();
        words.said().file().map(FileLinks::toXmpp).ifPresent(extensions::addAll);
        boolean delivery = wants(words, Disposition.POSITIVE_DELIVERY);
        // XEP-0184 5.3: in a room nobody is asked for receipts; markers (XEP-0333) are for rooms, too.
        if (!words.to().everybody() && (delivery || message.wantsSuccessReport())) {
            extensions.add(new Extension.ReceiptRequest());
        }
        if (wants(words, Disposition.DISPLAY) || (words.to().everybody() && delivery)) {
            extensions.add(new Extension.Markable());
        }
        return extensions;
    }

    private static boolean wants(RoomContent.Words words, Disposition disposition) {
        return words.said().imdn().filter(i -> i.wanted().contains(disposition)).isPresent();
    }

    private void follow(String id, RoomContent.Words words) {
        Instant sent = words.said().sent().orElseGet(() -> parts.clock().instant());
        words.said().imdn().ifPresent((ImdnRequest request) -> receipts.follow(id, request, sent));
    }

    private void settled(String id, Delivery fate) {
        Pending about = pending.get(id);
        if (about == null) {
            return;
        }
        if (fate instanceof Delivery.Refused refused) {
            fail(id, about.errors().apply(refused.error()));
        } else if (!(fate instanceof Delivery.Accepted)) {
            fail(id, MsrpErrors.toStatus(fate));
        } else if (!about.words().to().everybody()) {
            accepted.put(id, about);
            accept(id);
        }
        // RFC 7702 6.3.1: one for all is answered once the room has reflected it.
    }

    /** Whether a stanza of the room is a message of hers that comes back, by which she knows that all have it. */
    boolean reflected(XmppMessage stanza) {
        Pending about = pending.get(stanza.id());
        if (about == null || !about.words().to().everybody()) {
            return false;
        }
        stanza.extension(Extension.StanzaId.class).ifPresent(known -> receipts.alias(stanza.id(), known.id()));
        accept(stanza.id());
        receipts.processed(stanza.id());
        return true;
    }

    private void accept(String id) {
        Pending about = pending.remove(id);
        if (about != null) {
            parts.counts().toXmpp().increment();
            about.message().accept();
            // RFC 7701 6.3: the room is the receiver of the request; what its occupants report is not passed on.
            about.message().report(MsrpStatus.OK);
        }
    }

    /** An error for a stanza of hers; whether it was one. */
    boolean failed(String id, StanzaError error) {
        Pending late = accepted.remove(id);
        if (late != null) {
            late.message().report(late.errors().apply(error));
            receipts.failed(id);
        }
        Pending about = pending.get(id);
        if (about != null) {
            fail(id, about.errors().apply(error));
        }
        return late != null || about != null;
    }

    private void fail(String id, MsrpStatus status) {
        Pending about = pending.remove(id);
        if (about != null) {
            receipts.failed(id);
            refuse(about.message(), status);
        }
    }

    private void refuse(IncomingMessage message, MsrpStatus status) {
        parts.counts().refused().increment();
        message.refuse(status);
    }

    /** She is out of the room: what it has not answered has not arrived, as far as anybody knows. */
    void over() {
        List.copyOf(pending.keySet()).forEach(id -> fail(id, new MsrpStatus(408, "she is not in the room any more")));
    }
}
