package org.tombolo.gateway.interconnection.room;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.MessageSdp;
import org.tombolo.gateway.interconnection.MsrpDescriptions;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.sdp.ChatRoom;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.DialogRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.trace.TraceEvent;
import org.tombolo.xmpp.RoomPart.Entering;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;

/**
 * One IMS user in one XMPP room (RFC 7702 6): to her we are the focus and the switch of RFC 7701. ENTERING -> TALKING ->
 * OVER when she has called; CALLING -> ENTERING before that when she was invited; TALKING -> ENTERING when the room has a new
 * password; OVER is reached from all. On the session's executor.
 */
final class RoomSession implements LegListener, MsrpListener, Occupancy.Events {
    static final Terms TERMS = Terms.room(RoomPeer.taken(), RoomTalk.LONGEST, ChatRoom.FULL);

    private static final Logger LOG = LoggerFactory.getLogger(RoomSession.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private enum Phase {
        CALLING,
        ENTERING,
        TALKING,
        OVER
    }

    private final ConvergedSession session;
    private final RoomParts parts;
    private final RoomAddress room;
    private final RoomUser user;
    private final Roster roster;
    private final Occupancy occupancy;
    private final RoomTalk talk;
    private final PasswordPrompt prompt;
    private final RoomSubscriptions subscriptions;
    private final MsrpDescriptions said;
    private volatile Phase phase = Phase.ENTERING;
    private volatile boolean destroyed;
    private @Nullable MsrpSession msrp;
    private @Nullable Leg leg;
    private @Nullable Offered offered;
    private @Nullable Invited invited;

    /** What she has offered, until it is answered. */
    private record Offered(Body offer, MessageMedia media) {}

    /**
     * How she was invited.
     *
     * @param password of the room, empty when there is none
     * @param refused gets a SIP status when she does not come
     */
    record Invited(String password, Consumer<Integer> refused) {}

    RoomSession(ConvergedSession session, RoomParts parts, RoomAddress room, RoomUser user, long sdpId) {
        this.session = session;
        this.parts = parts;
        this.room = room;
        this.user = user;
        this.roster = new Roster(room, parts.addresses());
        this.occupancy = new Occupancy(session, parts.link(), room, user.jid(), user.nickname(), roster, this);
        this.talk = new RoomTalk(session, parts, room, user, roster, occupancy::nickname);
        this.prompt = new PasswordPrompt(session, room, user, this::password);
        this.subscriptions = new RoomSubscriptions(this, parts);
        this.said = new MsrpDescriptions(new MessageSdp(sdpId), TERMS);
    }

    ConvergedSession session() {
        return session;
    }

    RoomAddress room() {
        return room;
    }

    RoomUser user() {
        return user;
    }

    Roster roster() {
        return roster;
    }

    RoomSubscriptions subscriptions() {
        return subscriptions;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** Whether the room is no more. */
    boolean destroyed() {
        return destroyed;
    }

    // ---- how she comes -------------------------------------------------------------------------------------------

    /** RFC 7702 6.1: she has called the room; she is answered when she is in it, or told why not. */
    void called(MsrpSession ours, Leg newLeg, Body offer, MessageMedia media) {
        msrp = ours;
        leg = newLeg;
        offered = new Offered(offer, media);
        enter("");
    }

    /** Our offer for the INVITE to her. */
    Body offer(MsrpSession ours) {
        msrp = ours;
        phase = Phase.CALLING;
        return said.offer(ours);
    }

    /** She was invited to the room; she enters it when she accepts. */
    void invited(Leg newLeg, Invited how, Duration ring) {
        leg = newLeg;
        invited = how;
        session.schedule(ring, () -> {
            if (phase == Phase.CALLING) {
                notComing(408, "she did not accept in time");
            }
        });
    }

    @Override
    public void answered(Leg from, Optional<Body> answer) {
        from.acknowledge(Optional.empty());
        if (phase != Phase.CALLING || msrp == null || invited == null) {
            return;
        }
        try {
            MessageMedia media = MessageSdp.media(answer.orElseThrow(() -> new SdpException("an answer without SDP")));
            if (!RoomPeer.of(media).takesRoom() || !msrp.answered(media)) {
                notComing(488, "her answer does not fit the offer");
                return;
            }
            phase = Phase.ENTERING;
            talk.opens(msrp, RoomPeer.of(media));
            enter(invited.password());
        } catch (SdpException e) {
            notComing(488, "SDP: " + e.getMessage());
        }
    }

    private void enter(String password) {
        occupancy.enter(new Entering(parts.history(), Optional.empty(), password));
    }

    private void notComing(int status, String why) {
        end(why, "");
        if (invited != null) {
            invited.refused().accept(status);
        }
    }

    @Override
    public void entered() {
        boolean first = phase == Phase.ENTERING;
        phase = Phase.TALKING;
        if (inSession() && first) {
            talk.begins();
        }
        subscriptions.changed();
    }

    /** Whether there is a session with her: one that she has offered is answered now. */
    private boolean inSession() {
        if (offered != null && msrp != null && leg != null) {
            answer(offered, msrp, leg);
        }
        return phase != Phase.OVER;
    }

    private void answer(Offered what, MsrpSession ours, Leg to) {
        offered = null;
        try {
            SipReply reply = SipReply.of(200)
                    .with(said.answer(ours, what.offer(), what.media()))
                    .with(Header.FOCUS)
                    .with(new Header("Allow-Events", ConferenceWatch.EVENT));
            talk.opens(ours, RoomPeer.of(what.media()));
            to.reply(reply);
        } catch (SdpException e) {
            to.reply(SipReply.refusal(400, "SDP: " + e.getMessage()));
            over("SDP");
        }
    }

    @Override
    public void refused(StanzaError error) {
        // XEP-0045 7.2.5: a password is asked of her where others would ask their user (decision 87).
        if (error.condition().equals("not-authorized") && inSession() && prompt.ask(talk)) {
            phase = Phase.ENTERING;
        } else if (phase != Phase.OVER) {
            shutOut(error);
        }
    }

    private void password(Optional<String> given) {
        if (phase == Phase.ENTERING) {
            given.ifPresentOrElse(
                    this::enter, () -> end("no password was given", new RoomExit(403, "no password").header()));
        }
    }

    private void shutOut(StanzaError error) {
        SipReply reply = RoomErrors.toReply(error);
        String why = reply.headers().stream()
                .filter(h -> h.name().equals("Warning"))
                .map(Header::value)
                .findFirst()
                .orElse(error.condition());
        if (offered != null && leg != null) {
            leg.reply(reply);
            over(why);
        } else {
            end(why, new RoomExit(reply.status(), error.condition()).header());
        }
    }

    // ---- what happens in the room --------------------------------------------------------------------------------

    /** A message stanza of the room to her. */
    void take(XmppMessage stanza) {
        if (phase == Phase.TALKING) {
            String subject = roster.snapshot().subject();
            talk.take(stanza);
            if (!subject.equals(roster.snapshot().subject())) {
                subscriptions.changed();
            }
        }
    }

    /** A presence stanza of the room to her. */
    void take(XmppPresence stanza) {
        occupancy.take(stanza);
    }

    /** The stream to the XMPP server is open again. */
    void up() {
        if (phase == Phase.TALKING) {
            occupancy.reenter(parts.history(), talk.heard());
        }
    }

    @Override
    public void rosterChanged() {
        talk.rosterChanged();
        subscriptions.changed();
    }

    @Override
    public void removed(RoomExit exit) {
        destroyed = exit.cause() == RoomExit.GONE;
        end(exit.why(), exit.header());
    }

    @Override
    public MessageSink incoming(IncomingMessage message) {
        return phase == Phase.ENTERING && prompt.used() ? prompt.incoming(message) : talk.incoming(message);
    }

    @Override
    public void nickname(String nickname, Consumer<MsrpStatus> answer) {
        occupancy.rename(nickname, answer);
    }

    @Override
    public void subscribed(Leg from, DialogRequest request) {
        subscriptions.take(request);
    }

    @Override
    public void reoffered(Leg from, Optional<Body> offer) {
        from.answerReoffer(
                msrp == null ? SipReply.of(488) : said.reanswer(msrp, offer).with(Header.FOCUS));
    }

    // ---- how it ends ---------------------------------------------------------------------------------------------

    /** RFC 4975 5.4: the end of the connection is the end of the session. */
    @Override
    public void closed(SessionEnd end) {
        end("MSRP: " + end.why(), "");
    }

    /** RFC 7702 6.6: BYE leaves the room. */
    @Override
    public void ended(Leg from, LegEnd end) {
        boolean calling = phase == Phase.CALLING;
        over("she has left: " + end);
        if (calling && invited != null) {
            invited.refused().accept(end instanceof LegEnd.Refused refused ? refused.status() : 480);
        }
    }

    /**
     * Ends it from our side.
     *
     * @param reason value of a Reason header, or empty
     */
    void end(String why, String reason) {
        if (phase != Phase.OVER) {
            // Those who watch are told in the dialog while there is one.
            subscriptions.end();
            session.execute(() -> {
                if (leg != null) {
                    leg.end(reason);
                }
            });
        }
        over(why);
    }

    private void over(String why) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        LOG.debug("a room is left: {}", why);
        parts.directory().remove(this);
        parts.trace()
                .record(TraceEvent.internal(
                        session.id(),
                        parts.clock().instant(),
                        "room " + room.jid().text() + " is left: " + why));
        subscriptions.end();
        occupancy.leave();
        talk.over();
        if (msrp != null) {
            msrp.close();
        }
        // What MSRP still has to tell of its messages, and the last NOTIFY, come before the session's executor is gone.
        session.schedule(FAREWELL, session::end);
    }
}
