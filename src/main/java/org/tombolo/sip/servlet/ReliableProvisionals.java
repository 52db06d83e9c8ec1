package org.tombolo.sip.servlet;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.Body;
import org.tombolo.sip.LegListener;

/** Takes the reliable provisional responses (RFC 3262) to the INVITE of one leg, and acknowledges each by PRACK. */
final class ReliableProvisionals {
    private static final Logger log = LoggerFactory.getLogger(ReliableProvisionals.class);
    private static final int MOST = 100;

    private final ServletLeg leg;
    private final LegListener listener;
    private final SipTrace trace;
    private final ServletSession session;
    private final Set<String> seen = new HashSet<>();

    ReliableProvisionals(ServletLeg leg, LegListener listener, SipTrace trace, ServletSession session) {
        this.leg = leg;
        this.listener = listener;
        this.trace = trace;
        this.session = session;
    }

    /** The tag of the dialog that a response belongs to. */
    static String fork(SipServletResponse response) {
        return Optional.ofNullable(response.getTo().getParameter("tag")).orElse("");
    }

    /** Takes a response when it is a reliable one; false when it is not, and nothing was done. */
    boolean take(SipServletResponse response) {
        String number = response.getHeader("RSeq");
        String required = response.getHeader("Require");
        if (number == null || required == null || !required.contains("100rel")) {
            return false;
        }
        // RFC 3262 4: a retransmission is not acknowledged again by the application.
        if (seen.size() < MOST && seen.add(fork(response) + " " + number.trim())) {
            acknowledge(response);
        }
        return true;
    }

    private void acknowledge(SipServletResponse response) {
        Optional<Body> body = ServletSipRequest.bodyOf(response);
        listener.ringing(leg, response.getStatus(), leg.offered() ? body : Optional.empty());
        if (!leg.offered() && body.filter(b -> b.is(Body.SDP)).isPresent()) {
            listener.offeredEarly(leg, fork(response), body.get(), answer -> prack(response, answer));
        } else {
            prack(response, Optional.empty());
        }
    }

    private void prack(SipServletResponse response, Optional<Body> answer) {
        try {
            SipServletRequest prack = SipMessages.withBody(response.createPrack(), answer);
            prack.send();
            trace.sent(session.id(), prack);
        } catch (Rel100Exception | IOException | RuntimeException e) {
            // The early dialog may have ended meanwhile; the INVITE's final response tells.
            log.debug("cannot acknowledge a provisional response", e);
        }
    }
}
