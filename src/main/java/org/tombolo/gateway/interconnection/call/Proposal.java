package org.tombolo.gateway.interconnection.call;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.Reason.Condition;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.SipReply;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.CallMessage;
import org.tombolo.xmpp.Extension.CallMessage.Word;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/**
 * A call proposed by message to all devices of a user (XEP-0353). UNSENT -> OPEN -> TAKEN, and OPEN -> OVER. On the call's
 * executor.
 */
final class Proposal {
    /** Devices that are there ring at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private enum State {
        UNSENT,
        /** All devices may ring. */
        OPEN,
        /** One has it. */
        TAKEN,
        OVER
    }

    private final ConvergedSession session;
    private final CallParts parts;
    private final SessionParties parties;
    private final List<String> kinds;
    private final Consumer<SipReply> failed;
    private State state = State.UNSENT;
    private boolean heard;

    /**
     * @param kinds of media that are proposed
     * @param failed told when nothing comes of it, and why
     */
    Proposal(
            ConvergedSession session,
            CallParts parts,
            SessionParties parties,
            List<String> kinds,
            Consumer<SipReply> failed) {
        this.session = session;
        this.parts = parts;
        this.parties = parties;
        this.kinds = kinds;
        this.failed = failed;
    }

    /** Names it, and the session that comes of it. */
    String id() {
        return session.id().value() + ".p";
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    void send() {
        state = State.OPEN;
        parts.sent(session.id(), parties.xmpp().text(), "propose");
        parts.link()
                .send(message(parties.xmpp().bare(), Word.PROPOSE, kinds, ""))
                .thenAccept(fate -> session.execute(() -> settled(fate)));
        session.schedule(PATIENCE, () -> {
            if (isOpen() && !heard) {
                retract();
                failed.accept(SipReply.refusal(480, "no device of hers answers"));
            }
        });
    }

    private void settled(Delivery fate) {
        if (isOpen() && fate instanceof Delivery.Refused refused) {
            over(ErrorMapping.toInviteReply(refused.error()));
        } else if (isOpen() && !(fate instanceof Delivery.Accepted)) {
            over(SipReply.refusal(480, "the XMPP server cannot be reached"));
        }
    }

    private void over(SipReply why) {
        state = State.OVER;
        failed.accept(why);
    }

    /** A device rings. */
    void heard() {
        heard = true;
    }

    /** A device takes it. */
    void taken() {
        state = State.TAKEN;
    }

    /** XEP-0353 3.5: the user does not want it, on any device. */
    void rejected(String reason) {
        // The XEP's own advice is busy, whatever the truth is.
        over(SipReply.refusal(reason.equals("decline") ? 603 : 486, "XMPP: " + (reason.isEmpty() ? "reject" : reason)));
    }

    /** XEP-0353 3.3: devices stop ringing. */
    void retract() {
        if (isOpen()) {
            state = State.OVER;
            tell(parties.xmpp().bare(), Word.RETRACT, Condition.CANCEL);
        }
    }

    /** XEP-0353 3.7: all devices see that the call is over. */
    void finish(Jid device, Condition why) {
        if (state == State.TAKEN) {
            state = State.OVER;
            tell(device, Word.FINISH, why);
        }
    }

    private void tell(Jid to, Word word, Condition why) {
        parts.sent(session.id(), to.text(), word.name().toLowerCase(Locale.ROOT));
        var unused = parts.link().send(message(to, word, List.of(), why.element()));
    }

    private XmppMessage message(Jid to, Word word, List<String> media, String reason) {
        return message(parties.ims(), to, new CallMessage(word, id(), media, reason));
    }

    /** XEP-0353 2: of type chat, and to be stored. */
    static XmppMessage message(Jid from, Jid to, CallMessage word) {
        return new XmppMessage(
                word.id() + "." + word.word().ordinal(),
                from,
                to,
                "chat",
                "",
                "",
                "",
                "",
                Optional.empty(),
                List.of(word, new Extension.StoreHint()));
    }
}
