package org.tombolo.sip.servlet;

import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.jspecify.annotations.Nullable;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SessionTimer;
import org.tombolo.sip.SipReply;

/** What the other party of a leg asks for within the dialog by re-INVITE (RFC 3261 14.2), UPDATE (RFC 3311 5.2) and PRACK (RFC 3262 3). */
final class Reoffers {
    private final ServletLeg leg;
    private final LegListener listener;
    private final OfferAnswer exchange;
    private final SessionExpiry expiry;
    private @Nullable SipServletRequest pending;
    private long accepted;

    Reoffers(ServletLeg leg, LegListener listener, OfferAnswer exchange, SessionExpiry expiry) {
        this.leg = leg;
        this.listener = listener;
        this.exchange = exchange;
        this.expiry = expiry;
    }

    /** Whether one waits for our answer. */
    boolean pending() {
        return pending != null;
    }

    /** Takes a re-INVITE or UPDATE. */
    void take(SipServletRequest request, ServletSipRequest view) {
        boolean update = request.getMethod().equals("UPDATE");
        Optional<Body> offer = view.body();
        if (leg.state() != LegState.CONFIRMED && !(update && leg.state() == LegState.EARLY)) {
            leg.transmit(() -> request.createResponse(SipServletResponse.SC_CALL_LEG_DONE));
            return;
        }
        // RFC 4028 7.4, RFC 3311 5.1: an UPDATE without an offer refreshes; its answer carries none either.
        boolean refresh = update && offer.isEmpty();
        Optional<SipReply> refusal =
                SessionTimer.refusal(view).or(() -> refresh ? Optional.<SipReply>empty() : inTheWay());
        if (refusal.isPresent()) {
            leg.transmit(() -> SipMessages.response(request, refusal.get()));
        } else if (refresh) {
            List<Header> timer = expiry.accepted(view);
            leg.transmit(() -> SipMessages.withHeaders(request.createResponse(SipServletResponse.SC_OK), timer));
        } else {
            pass(request, offer);
        }
    }

    private Optional<SipReply> inTheWay() {
        return exchange.refusal(leg.asking(), pending());
    }

    private void pass(SipServletRequest request, Optional<Body> offer) {
        pending = request;
        offer.ifPresent(o -> exchange.theyOffer());
        listener.reoffered(leg, offer);
    }

    /** Takes a PRACK, which may answer an offer in the response that it acknowledges, or make one (RFC 3262 5). */
    void prack(SipServletRequest prack) {
        Optional<Body> body = ServletSipRequest.bodyOf(prack);
        if (body.isPresent() && inTheWay().isEmpty()) {
            pass(prack, body);
            return;
        }
        exchange.settled();
        leg.transmit(() -> prack.createResponse(SipServletResponse.SC_OK));
        body.ifPresent(answer -> listener.acknowledged(leg, body));
    }

    /** Answers what waits. */
    void answer(SipReply reply) {
        SipServletRequest request = pending;
        if (request != null) {
            pending = null;
            boolean good = reply.status() / 100 == 2;
            if (good && request.getMethod().equals("INVITE")) {
                accepted = sequence(request);
            }
            reply.body().filter(b -> good).ifPresentOrElse(leg::says, exchange::settled);
            List<Header> timer =
                    good ? expiry.accepted(new ServletSipRequest(request, false, false)) : List.<Header>of();
            leg.transmit(() -> SipMessages.withHeaders(SipMessages.response(request, reply), timer));
        }
    }

    /** Whether an ACK came late or again, for an INVITE before the last one that we accepted: it answers no offer of ours in that (RFC 3261 13.2.2.4). */
    boolean isLate(SipServletRequest ack) {
        return sequence(ack) < accepted;
    }

    private static long sequence(SipServletRequest request) {
        return Long.parseLong(request.getHeader("CSeq").strip().split("\\s+", 2)[0]);
    }

    /** RFC 3261 9.2: a re-INVITE is cancelled, which the container has answered by 487. */
    void cancelled() {
        if (pending != null) {
            pending = null;
            exchange.settled();
        }
    }
}
