package org.tombolo.gateway.interconnection.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.call.PhoneSide;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.IceTransport;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;
import org.tombolo.xmpp.Extension.CallMessage;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppAnswer;

/**
 * A call that an IMS user begins: INVITE becomes session-initiate, to every device that can be called, or to the one that takes
 * a proposal (XEP-0353). The first that accepts has it.
 */
final class CallFromIms extends Call {
    /** Devices that ring at a time without having been asked. */
    private static final int MOST_DEVICES = 4;

    private final OurOffer ours = new OurOffer();
    private Optional<PhoneOffer> offer;
    private final List<JingleSide> branches = new ArrayList<>();
    private final Proposal proposal;
    private SipReply best = SipReply.refusal(480, "no device of hers can be called");

    /**
     * @param parties the IMS user by a full JID
     * @param kinds of media that the phone wants
     * @param offer the phone's; empty when it wants one of us
     */
    CallFromIms(
            ConvergedSession session,
            CallParts parts,
            SessionParties parties,
            CallMedia media,
            List<String> kinds,
            Optional<PhoneOffer> offer) {
        super(session, parts, parties, media);
        this.offer = offer;
        this.proposal = new Proposal(session, parts, parties, kinds, this::proposalFailed);
    }

    void begin(IncomingRequest request) {
        phone.set(request.leg(this));
        session.schedule(parts.options().ring(), () -> giveUp("nobody answers"));
        if (offer.isEmpty() && OurOffer.canBeEarly(request.message())) {
            phone.leg().reply(SipReply.of(183).with(phone.offer(List.of(ours.early()))));
        } else {
            call();
        }
    }

    private void call() {
        Jid target = parties.xmpp();
        List<Jid> known = target.resource().isEmpty() ? parts.devices().of(target) : List.of(target);
        if (!target.resource().isEmpty()) {
            // RFC 7247 6.3: a GRUU is one device.
            initiate(target, session.id().value());
        } else if (known.isEmpty()) {
            propose();
        } else {
            parts.devices().callable(parties.ims(), known).thenAccept(found -> session.execute(() -> ring(found)));
        }
    }

    private void ring(List<Devices.Callable> found) {
        if (state != State.CALLING) {
            return;
        }
        List<Jid> direct = found.stream()
                .filter(device -> !device.asked())
                .map(Devices.Callable::jid)
                .limit(MOST_DEVICES)
                .toList();
        for (int i = 0; i < direct.size(); i++) {
            initiate(direct.get(i), session.id().value() + "." + i);
        }
        if (found.stream().anyMatch(Devices.Callable::asked)) {
            propose();
        }
        failIfNobodyIsLeft();
    }

    private void propose() {
        parts.directory().add(parties.xmpp(), proposal.id(), this);
        proposal.send();
    }

    private void initiate(Jid device, String sid) {
        JingleSide branch = new JingleSide(session, parts, parties.ims(), device, sid);
        branches.add(branch);
        parts.directory().add(device, sid, this);
        branch.initiate(
                offer.map(PhoneOffer::contents).orElseGet(OurOffer::contents), answer -> acknowledged(branch, answer));
    }

    private void acknowledged(JingleSide branch, XmppAnswer answer) {
        if (answer instanceof XmppAnswer.Failed failed) {
            failed(branch, failed.error());
        }
    }

    private void failed(JingleSide branch, StanzaError error) {
        if (state == State.TALKING && branch == side) {
            end(new Reason(Condition.GENERAL_ERROR, error.condition()));
        } else {
            lost(branch, ErrorMapping.toInviteReply(error));
        }
    }

    private void proposalFailed(SipReply why) {
        remember(why);
        failIfNobodyIsLeft();
    }

    private void lost(JingleSide branch, SipReply why) {
        if (branches.remove(branch)) {
            remember(why);
            failIfNobodyIsLeft();
        }
    }

    /** RFC 3261 16.7: of several answers the one that says most. */
    private void remember(SipReply reply) {
        if (weight(reply.status()) >= weight(best.status())) {
            best = reply;
        }
    }

    private static int weight(int status) {
        return switch (status) {
            case 603 -> 3;
            case 486 -> 2;
            case 480 -> 0;
            default -> 1;
        };
    }

    private void failIfNobodyIsLeft() {
        if (state == State.CALLING && branches.isEmpty() && !proposal.isOpen()) {
            refuse(best);
        }
    }

    private void refuse(SipReply reply) {
        phone.leg().reply(reply);
        over("SIP: " + reply.status());
    }

    private void giveUp(String why) {
        if (state == State.CALLING) {
            tellEnd(new Reason(Condition.TIMEOUT, why));
            refuse(SipReply.refusal(480, why));
        }
    }

    // ---- XMPP ---------------------------------------------------------------------------------------------------

    @Override
    Optional<JingleSide> side(Jid from, String sid) {
        return state == State.CALLING
                ? branches.stream()
                        .filter(b -> b.peer().equals(from) && b.sid().equals(sid))
                        .findFirst()
                : super.side(from, sid);
    }

    @Override
    void rings() {
        Leg leg = phone.leg();
        if (state == State.CALLING && leg.state() == LegState.INVITED) {
            leg.reply(SipReply.of(180));
        }
    }

    @Override
    XmppAnswer accepted(JingleSide with, Jingle answer) {
        if (state != State.CALLING) {
            return Refusals.OUT_OF_ORDER;
        }
        Optional<IceTransport> theirs = answer.first("audio").flatMap(JingleContent::transport);
        List<Agreement> terms = offer.map(said -> said.terms(answer)).orElse(List.of());
        Optional<PhoneSide.Offer> late = offer.isPresent() ? Optional.empty() : ours.late(answer);
        if (terms.isEmpty() && late.isEmpty()) {
            decline(with, new Reason(Condition.INCOMPATIBLE_PARAMETERS, "none of the codecs that were offered"));
        } else if (theirs.flatMap(IceTransport::keys).isEmpty()
                || theirs.get().setup().equals("passive")) {
            decline(with, new Reason(Condition.SECURITY_ERROR, "a DTLS fingerprint and a=setup:active are needed"));
        } else {
            talk(with, theirs.get(), () -> late.map(this::good).orElseGet(() -> good(terms)));
        }
        return XmppAnswer.done();
    }

    private void decline(JingleSide with, Reason why) {
        session.execute(() -> {
            with.terminate(why);
            lost(with, SipReply.refusal(ReasonMapping.toStatus(why.condition()), why.words()));
        });
    }

    private void talk(JingleSide with, IceTransport theirs, Supplier<SipReply> answer) {
        SipReply good = answer.get();
        if (!connect(with, theirs)) {
            decline(with, new Reason(Condition.GENERAL_ERROR, "too many calls"));
            return;
        }
        state = State.TALKING;
        parts.counts().toXmpp().increment();
        phone.leg().reply(good);
        branches.remove(with);
        branches.forEach(other -> other.terminate(new Reason(Condition.CANCEL, "answered on another device")));
        branches.clear();
    }

    /** Answers the phone; one that has answered us already hears no more of it (RFC 3262 5). */
    private SipReply good(List<Agreement> terms) {
        PhoneOffer said = offer.orElseThrow();
        phone.begin(said.description(), terms);
        return said.ours().isEmpty() ? SipReply.of(200).with(phone.answer()) : SipReply.of(200);
    }

    /** The phone says in its ACK what it takes. */
    private SipReply good(PhoneSide.Offer late) {
        media.expect(late.kind(), ours.codec(), true);
        return SipReply.of(200).with(phone.offer(List.of(late)));
    }

    @Override
    public void acknowledged(Leg leg, Optional<Body> sdp) {
        if (offer.isPresent()) {
            super.acknowledged(leg, sdp);
            return;
        }
        offer = ours.answered(sdp);
        if (state == State.CALLING) {
            offer.ifPresentOrElse(
                    said -> call(), () -> refuse(SipReply.refusal(488, "none of the codecs that were offered")));
        } else if (state == State.TALKING) {
            agreed(offer.map(ours::terms).orElse(List.of()));
        }
    }

    private void agreed(List<Agreement> terms) {
        if (terms.isEmpty()) {
            end(new Reason(Condition.INCOMPATIBLE_PARAMETERS, "the phone takes no codec that the device uses"));
        } else {
            phone.begin(offer.orElseThrow().description(), terms);
        }
    }

    @Override
    void terminated(JingleSide with, Reason reason) {
        if (state == State.TALKING) {
            phone.end();
            proposal.finish(with.peer(), Condition.SUCCESS);
            over("the XMPP user: " + reason.words());
        } else {
            lost(with, SipReply.refusal(ReasonMapping.toStatus(reason.condition()), "XMPP: " + reason.words()));
        }
    }

    @Override
    void message(Jid from, CallMessage word) {
        if (state != State.CALLING || !proposal.isOpen()) {
            return;
        }
        switch (word.word()) {
            case RINGING -> {
                proposal.heard();
                rings();
            }
            case PROCEED -> {
                proposal.taken();
                initiate(from, proposal.id());
            }
            case REJECT -> proposal.rejected(word.reason());
            default -> {}
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Override
    void endPhone() {
        if (state == State.CALLING) {
            phone.leg().reply(SipReply.refusal(480, "the call ends"));
        } else {
            super.endPhone();
        }
    }

    @Override
    void tellEnd(Reason why) {
        if (state == State.TALKING && side != null) {
            side.terminate(why);
            proposal.finish(side.peer(), why.condition());
        } else {
            branches.forEach(branch -> branch.terminate(why));
            branches.clear();
            proposal.retract();
        }
    }
}
