package org.tombolo.gateway.interconnection.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.call.CallMedia;
import org.tombolo.call.PhoneCall;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.IceTransport;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleAction;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;
import org.tombolo.jingle.Senders;
import org.tombolo.media.sdp.CallDescription;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.xmpp.Extension.CallMessage;
import org.tombolo.xmpp.XmppAnswer;

/**
 * A call between a phone and a device of an XMPP user. CALLING -> TALKING -> OVER, and CALLING -> OVER. On the session's
 * executor, but for what the media plane tells.
 */
abstract class Call extends PhoneCall {
    /** Where a call is. */
    enum State {
        /** Somebody has yet to answer. */
        CALLING,
        /** Both have. */
        TALKING,
        /** Nothing more happens. */
        OVER
    }

    final CallParts parts;
    final SessionParties parties;
    private final TransportChanges transports;
    State state = State.CALLING;

    @Nullable
    JingleSide side;

    /** @param media opened; closed at the end of the call */
    Call(ConvergedSession session, CallParts parts, SessionParties parties, CallMedia media) {
        super(session, media, new CallDescription(parts.options().publicHost(), parts.descriptionId()));
        this.parts = parts;
        this.parties = parties;
        this.transports = new TransportChanges(session, parts, parties, media);
    }

    // ---- XMPP ---------------------------------------------------------------------------------------------------

    /** A request about a session of this call. */
    final XmppAnswer jingle(Jid from, Jingle what) {
        parts.received(session.id(), from.text(), what.action().text() + why(what));
        Optional<JingleSide> with = side(from, what.sid());
        if (state == State.OVER || with.isEmpty()) {
            return Refusals.UNKNOWN_SESSION;
        }
        return switch (what.action()) {
            case SESSION_ACCEPT -> accepted(with.get(), what);
            case SESSION_TERMINATE -> {
                terminated(with.get(), what.reason().orElse(Reason.of(Condition.SUCCESS)));
                yield XmppAnswer.done();
            }
            case SESSION_INFO -> info(with.get(), what.info());
            case TRANSPORT_INFO -> transports.informed(with.get(), what);
            // XEP-0166 7.2.6: hints, and none that we could take.
            case DESCRIPTION_INFO -> XmppAnswer.done();
            case CONTENT_ADD ->
                refused(with.get(), JingleAction.CONTENT_REJECT, what, Condition.UNSUPPORTED_APPLICATIONS);
            case TRANSPORT_REPLACE -> transports.replaced(with.get(), what);
            case CONTENT_MODIFY -> modified(what);
            case CONTENT_REMOVE -> removed(with.get());
            case SECURITY_INFO -> Refusals.UNSUPPORTED_INFO;
            case SESSION_INITIATE, CONTENT_ACCEPT, CONTENT_REJECT, TRANSPORT_ACCEPT, TRANSPORT_REJECT ->
                Refusals.OUT_OF_ORDER;
        };
    }

    private static String why(Jingle what) {
        return what.reason().map(r -> " " + r.words()).orElse(what.info().isEmpty() ? "" : " " + what.info());
    }

    /** The session of a device; it alone speaks in it. */
    Optional<JingleSide> side(Jid from, String sid) {
        return Optional.ofNullable(side)
                .filter(s -> s.peer().equals(from) && s.sid().equals(sid));
    }

    /** The device accepts a session of ours. */
    XmppAnswer accepted(JingleSide with, Jingle answer) {
        return Refusals.OUT_OF_ORDER;
    }

    /** The device ends its session. */
    abstract void terminated(JingleSide with, Reason reason);

    /** The device rings. */
    void rings() {}

    private XmppAnswer info(JingleSide with, String name) {
        switch (name) {
            case "ringing" -> rings();
            case "hold" -> phone.hold(true);
            case "active", "unhold" -> phone.hold(false);
            // XEP-0166 6.8: empty, it asks whether the session lives. XEP-0167 9.5: SIP has no word for a microphone.
            case "", "mute", "unmute" -> {}
            default -> {
                return Refusals.UNSUPPORTED_INFO;
            }
        }
        return XmppAnswer.done();
    }

    private XmppAnswer refused(JingleSide with, JingleAction action, Jingle proposed, Condition why) {
        session.execute(() -> with.reject(action, proposed, Reason.of(why)));
        return XmppAnswer.done();
    }

    /** XEP-0166 7.2.3: another direction, which a phone knows as hold. */
    private XmppAnswer modified(Jingle what) {
        phone.hold(what.contents().stream().anyMatch(content -> content.senders() != Senders.BOTH));
        return XmppAnswer.done();
    }

    /** XEP-0166 7.2.5: a session whose only content is gone is void. */
    private XmppAnswer removed(JingleSide with) {
        session.execute(() -> {
            with.terminate(Reason.of(Condition.SUCCESS));
            terminated(with, Reason.of(Condition.SUCCESS));
        });
        return XmppAnswer.done();
    }

    /** A word about this call by message (XEP-0353). */
    void message(Jid from, CallMessage word) {}

    // ---- media --------------------------------------------------------------------------------------------------

    /** Lets media pass; false when the media plane is full. */
    final boolean connect(JingleSide with, IceTransport theirs) {
        side = with;
        transports.began(theirs);
        return media.connect(with.endpoint(), theirs.keys().orElseThrow(), CallMedia.KINDS, this, this);
    }

    @Override
    protected final String party() {
        return parties.xmpp().text();
    }

    @Override
    protected final void noted(String from, String what) {
        parts.rtp(session.id(), from, what);
    }

    @Override
    protected final void lost(String why) {
        end(new Reason(Condition.CONNECTIVITY_ERROR, why));
    }

    @Override
    protected final void silent(String why) {
        if (state == State.TALKING) {
            end(new Reason(Condition.MEDIA_ERROR, why));
        }
    }

    // ---- the phone ----------------------------------------------------------------------------------------------

    @Override
    protected final void held(boolean held) {
        if (side != null && state == State.TALKING) {
            side.hold(held);
        }
    }

    @Override
    public void ended(Leg leg, LegEnd end) {
        if (end instanceof LegEnd.Refused refused) {
            finish(ReasonMapping.toReason(refused.status(), refused.reason()));
        } else if (end instanceof LegEnd.Lost lost) {
            finish(new Reason(Condition.CONNECTIVITY_ERROR, "SIP: " + lost.why()));
        } else {
            finish(Reason.of(end instanceof LegEnd.Cancelled ? Condition.CANCEL : Condition.SUCCESS));
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Ends it on both sides. */
    final void end(Reason why) {
        if (state != State.OVER) {
            endPhone();
            finish(why);
        }
    }

    /** Ends the phone's side. */
    void endPhone() {
        phone.end();
    }

    /** The phone's side is over: the XMPP user is told. */
    final void finish(Reason why) {
        if (state != State.OVER) {
            tellEnd(why);
            over(why.words());
        }
    }

    /** Tells the XMPP user that the call is over. */
    abstract void tellEnd(Reason why);

    /** Both sides know: gives everything back. */
    final void over(String why) {
        if (state == State.OVER) {
            return;
        }
        if (state == State.CALLING) {
            parts.counts().failed().increment();
        }
        state = State.OVER;
        parts.directory().remove(this);
        parts.rtp(session.id(), parties.imsUri(), media.summary());
        parts.internal(session.id(), "call is over: " + why);
        release();
    }
}
