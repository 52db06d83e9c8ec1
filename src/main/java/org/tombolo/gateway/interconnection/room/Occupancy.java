package org.tombolo.gateway.interconnection.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.identity.Jid;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.RoomPart.Entering;
import org.tombolo.xmpp.RoomPart.Standing;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/**
 * The place of one IMS user in an XMPP room (XEP-0045 7). OUTSIDE -> ENTERING -> INSIDE -> OUTSIDE; ENTERING is left for
 * OUTSIDE when she is not let in, and INSIDE for ENTERING when the stream to the XMPP server was gone. On the session's
 * executor.
 */
final class Occupancy {
    /** Rooms answer at once; one on another server may have to be looked for. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** RFC 7702 7: so many nicknames are tried. */
    private static final int MOST_VARIANTS = 5;

    private enum State {
        OUTSIDE,
        ENTERING,
        INSIDE
    }

    private final ConvergedSession session;
    private final XmppLink link;
    private final RoomAddress room;
    private final Jid us;
    private final String usual;
    private final Roster roster;
    private final Events events;
    private State state = State.OUTSIDE;
    private String nickname;
    private int attempt = 1;
    private int stanzas;
    private Entering entering = new Entering(0, Optional.empty(), "");
    private String entry = "";
    private @Nullable Renaming renaming;
    private @Nullable Runnable impatience;

    /** A nickname that was asked for. */
    private record Renaming(String id, String nickname, Consumer<MsrpStatus> answer) {}

    /** What happens. */
    interface Events {
        /** She is in the room, and the roster is whole. */
        void entered();

        /** She is not let in. */
        void refused(StanzaError error);

        /** Somebody has come, gone, or stands otherwise. */
        void rosterChanged();

        /** She is out, and has not asked for it. */
        void removed(RoomExit exit);
    }

    /**
     * @param us the user as the room sees her, with a resource that no other session has
     * @param nickname which she has until she asks for another one
     */
    Occupancy(
            ConvergedSession session,
            XmppLink link,
            RoomAddress room,
            Jid us,
            String nickname,
            Roster roster,
            Events events) {
        this.session = session;
        this.link = link;
        this.room = room;
        this.us = us;
        this.usual = nickname;
        this.nickname = nickname;
        this.roster = roster;
        this.events = events;
    }

    String nickname() {
        return nickname;
    }

    boolean inside() {
        return state == State.INSIDE;
    }

    /** XEP-0045 7.2.1: asks to be let in. */
    void enter(Entering how) {
        entering = how;
        state = State.ENTERING;
        roster.clear();
        entry = send(of(Type.AVAILABLE, nickname).with(how), error -> refusedEntry(error));
        await(() -> giveUp(ErrorMapping.error("remote-server-timeout", "the room does not answer")));
    }

    /** The stream to the XMPP server was gone, and the room may have forgotten her: what she missed comes again. */
    void reenter(int history, Instant since) {
        if (state != State.OUTSIDE) {
            attempt = 1;
            Optional.ofNullable(renaming).ifPresent(r -> notRenamed(r.id(), MsrpStatus.TIMEOUT));
            enter(new Entering(history, Optional.of(since), entering.password()));
        }
    }

    /**
     * RFC 7702 6.4: asks for another nickname.
     *
     * @param wanted empty for the usual one (RFC 7701 7.3)
     */
    void rename(String wanted, Consumer<MsrpStatus> answer) {
        Optional<String> prepared = wanted.isEmpty() ? Optional.of(usual) : Nickname.prepare(wanted);
        if (prepared.isEmpty()) {
            answer.accept(MsrpStatus.MALFORMED_NICKNAME);
        } else if (state != State.INSIDE || renaming != null) {
            answer.accept(new MsrpStatus(403, "one thing after the other"));
        } else if (prepared.get().equals(nickname)) {
            answer.accept(MsrpStatus.OK);
        } else {
            String id = nextId();
            renaming = new Renaming(id, prepared.get(), answer);
            send(of(Type.AVAILABLE, prepared.get()), id, error -> notRenamed(id, RoomErrors.nickname(error)));
            await(() -> notRenamed(id, new MsrpStatus(408, "the room does not answer")));
        }
    }

    /** XEP-0045 7.14: leaves. */
    void leave() {
        if (state != State.OUTSIDE) {
            state = State.OUTSIDE;
            patient();
            var unused = link.send(of(Type.UNAVAILABLE, nickname));
        }
    }

    private XmppPresence of(Type type, String as) {
        return XmppPresence.of(type, us, room.occupantJid(as));
    }

    private String nextId() {
        return session.id() + ".room-presence" + ++stanzas;
    }

    private String send(XmppPresence presence, Consumer<StanzaError> failed) {
        return send(presence, nextId(), failed);
    }

    private String send(XmppPresence presence, String id, Consumer<StanzaError> failed) {
        link.send(presence.named(id))
                .thenAccept(fate -> error(fate).ifPresent(error -> session.execute(() -> failed.accept(error))));
        return id;
    }

    private static Optional<StanzaError> error(Delivery fate) {
        if (fate instanceof Delivery.Refused refused) {
            return Optional.of(refused.error());
        }
        return fate instanceof Delivery.Accepted
                ? Optional.empty()
                : Optional.of(ErrorMapping.error("remote-server-timeout", "the XMPP server cannot be reached"));
    }

    private void await(Runnable late) {
        patient();
        impatience = session.schedule(PATIENCE, late);
    }

    private void patient() {
        if (impatience != null) {
            impatience.run();
            impatience = null;
        }
    }

    /** A presence stanza from the room. */
    void take(XmppPresence stanza) {
        String who = stanza.from().resource();
        if (stanza.type() == Type.ERROR) {
            stanza.error().ifPresent(error -> failed(stanza.id(), error));
        } else if (state != State.OUTSIDE
                && !who.isEmpty()
                && stanza.room().isPresent()
                && stanza.room().get() instanceof Standing standing) {
            if (stanza.type() == Type.AVAILABLE) {
                present(who, standing);
            } else if (stanza.type() == Type.UNAVAILABLE) {
                absent(who, standing);
            }
        }
    }

    private void failed(String id, StanzaError error) {
        Renaming asked = renaming;
        if (asked != null && asked.id().equals(id)) {
            notRenamed(id, RoomErrors.nickname(error));
        } else if (id.equals(entry)) {
            refusedEntry(error);
        }
    }

    private void present(String who, Standing standing) {
        roster.put(who, standing);
        // XEP-0045 7.2.2: 110 is on our own presence, the last of those that come first.
        if (standing.has(110)) {
            nickname = who;
            ourselves(standing);
        }
        if (state == State.INSIDE) {
            events.rosterChanged();
        }
    }

    private void ourselves(Standing standing) {
        Renaming asked = renaming;
        if (state == State.ENTERING && standing.has(201)) {
            // A mistyped address must not make a room (decision 40).
            leave();
            events.refused(ErrorMapping.error("item-not-found", "there is no such room"));
        } else if (state == State.ENTERING) {
            patient();
            state = State.INSIDE;
            roster.complete();
            events.entered();
        } else if (asked != null && nickname.equals(asked.nickname())) {
            patient();
            renaming = null;
            asked.answer().accept(MsrpStatus.OK);
        }
    }

    private void absent(String who, Standing standing) {
        roster.remove(who);
        boolean self = who.equals(nickname);
        if (self && standing.has(303)) {
            // XEP-0045 7.6: the new nickname follows.
            return;
        }
        if (self && state == State.INSIDE) {
            state = State.OUTSIDE;
            patient();
            events.removed(RoomExit.of(standing));
        } else if (state == State.INSIDE) {
            events.rosterChanged();
        }
    }

    private void refusedEntry(StanzaError error) {
        if (state != State.ENTERING) {
            return;
        }
        if (error.condition().equals("conflict") && attempt < MOST_VARIANTS) {
            // RFC 7702 7: the gateway adjusts the nickname.
            nickname = Nickname.variant(usual, ++attempt);
            enter(entering);
        } else {
            giveUp(error);
        }
    }

    private void giveUp(StanzaError error) {
        if (state == State.ENTERING) {
            leave();
            events.refused(error);
        }
    }

    private void notRenamed(String id, MsrpStatus status) {
        Renaming asked = renaming;
        if (asked != null && asked.id().equals(id)) {
            patient();
            renaming = null;
            asked.answer().accept(status);
        }
    }
}
