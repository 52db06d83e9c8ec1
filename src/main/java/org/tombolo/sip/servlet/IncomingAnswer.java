package org.tombolo.sip.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;

/** Our responses to the INVITE of one leg, with what each says besides (RFC 3261 13.3.1). */
final class IncomingAnswer {
    // RFC 3261 13.3.1.4, RFC 3311 5.1: what may follow in the dialog
    private static final List<Header> ABILITIES = List.of(
            new Header("Allow", "INVITE, ACK, CANCEL, BYE, UPDATE, PRACK, INFO"),
            new Header("Supported", "100rel, timer"));

    private final ServletLeg leg;
    private final SipServletRequest invite;
    private final OfferAnswer exchange;
    private final SessionExpiry expiry;
    private final ReliableReplies replies;

    IncomingAnswer(ServletLeg leg, SipServletRequest invite, OfferAnswer exchange, SessionExpiry expiry) {
        this.leg = leg;
        this.invite = invite;
        this.exchange = exchange;
        this.expiry = expiry;
        this.replies = new ReliableReplies(invite);
    }

    /** Sends a response; false when it waits for a PRACK. */
    boolean send(SipReply reply) {
        if (replies.holds(reply)) {
            return false;
        }
        List<Header> more = reply.status() > 100 && reply.status() < 300 ? around(reply) : List.of();
        leg.transmit(
                () -> SipMessages.withHeaders(SipMessages.response(invite, reply), more),
                message -> replies.send(message, reply));
        return true;
    }

    private List<Header> around(SipReply reply) {
        List<Header> more = new ArrayList<>(ABILITIES);
        if (reply.status() >= 200) {
            more.addAll(expiry.accepted(new ServletSipRequest(invite, false, false)));
        }
        if (reply.status() >= 200 || replies.isReliable(reply)) {
            // RFC 3261 13.2.1: what answered the offer in a reliable 1xx is repeated in the 2xx, and is no new offer
            boolean repeated = leg.offered() && !exchange.owesAnswer();
            reply.body().filter(body -> !repeated).ifPresent(leg::says);
        }
        return more;
    }

    /** A PRACK came: what waits for it may be sent. */
    Optional<SipReply> acknowledged() {
        return replies.acknowledged();
    }
}
