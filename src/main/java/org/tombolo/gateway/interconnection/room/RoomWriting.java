package org.tombolo.gateway.interconnection.room;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.Writing;
import org.tombolo.gateway.interconnection.room.RoomAddress.Addressee;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState.State;
import org.tombolo.xmpp.XmppMessage;

/** Who writes in a room, told both ways (XEP-0085 5.5, RFC 3994; decision 87). On the session's executor. */
final class RoomWriting {
    /** Of how many at once the phone hears. */
    private static final int MOST = 10;
    /** News that the phone has not read yet; what comes meanwhile is left out. */
    private static final int MOST_WAITING = 20;

    private final ConvergedSession session;
    private final RoomParts parts;
    private final RoomAddress room;
    private final RoomUser user;
    private final Set<Writer> writers = new LinkedHashSet<>();
    private Addressee addressee = new Addressee("");
    private Writing hers;
    private @Nullable MsrpSession msrp;
    private boolean privately;
    private int waiting;

    /** An occupant who writes, to all or to her alone. */
    private record Writer(String nickname, boolean toAll) {}

    RoomWriting(ConvergedSession session, RoomParts parts, RoomAddress room, RoomUser user) {
        this.session = session;
        this.parts = parts;
        this.room = room;
        this.user = user;
        this.hers = writing(addressee);
    }

    /** From now on there is a phone. */
    void opens(MsrpSession to, RoomPeer peer) {
        if (peer.hearsOfWriting()) {
            msrp = to;
            privately = peer.privateMessages();
        }
    }

    // ---- she -----------------------------------------------------------------------------------------------------

    private Writing writing(Addressee to) {
        return new Writing(session, state -> tell(to, state));
    }

    /** She writes to all or to one, or not any more. */
    void news(Addressee to, IsComposing news) {
        if (!to.equals(addressee)) {
            hers.ceased();
            addressee = to;
            hers = writing(to);
        }
        hers.news(news);
    }

    /** She has said something. */
    void said(Addressee to) {
        if (to.equals(addressee)) {
            hers.said();
        }
    }

    /** She is out of the room. */
    void over() {
        hers.said();
    }

    private void tell(Addressee to, State state) {
        var unused = parts.link()
                .send(new XmppMessage(
                        UUID.randomUUID().toString(),
                        user.jid(),
                        to.everybody() ? room.jid() : room.occupantJid(to.nickname()),
                        to.everybody() ? "groupchat" : "chat",
                        "",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        List.of(new Extension.ChatState(state))));
    }

    // ---- the others ------------------------------------------------------------------------------------------------

    /** An occupant has said something, or does something else. */
    void heard(XmppMessage stanza) {
        Writer writer = new Writer(stanza.from().resource(), !stanza.type().equals("chat"));
        if (!stanza.body().isEmpty()) {
            // RFC 3994 3.3: words end the writing of them.
            writers.remove(writer);
            return;
        }
        stanza.extension(Extension.ChatState.class).ifPresent(news -> {
            if (news.state() != State.COMPOSING) {
                idle(writer);
            } else if (writers.size() < MOST && writers.add(writer)) {
                send(writer, true);
            }
        });
    }

    private void idle(Writer writer) {
        if (writers.remove(writer)) {
            send(writer, false);
        }
    }

    /** Who has left does not write. */
    void rosterChanged(Roster roster) {
        List.copyOf(writers).stream()
                .filter(writer -> !roster.has(writer.nickname()))
                .forEach(this::idle);
    }

    private void send(Writer writer, boolean active) {
        if (msrp == null || waiting >= MOST_WAITING || !(writer.toAll() || privately)) {
            return;
        }
        waiting++;
        OutgoingMessage news = RoomPeer.writing(
                active,
                RoomPeer.named(writer.nickname(), room.occupant(writer.nickname())),
                CpimAddress.of(writer.toAll() ? room.uri() : user.uri()),
                parts.clock().instant());
        msrp.send(news, new Waiting());
    }

    /** News on its way. */
    private final class Waiting implements SendListener {
        private boolean over;

        @Override
        public void sent() {
            over();
        }

        @Override
        public void failed(MsrpStatus status) {
            over();
        }

        private void over() {
            if (!over) {
                over = true;
                waiting--;
            }
        }
    }
}
