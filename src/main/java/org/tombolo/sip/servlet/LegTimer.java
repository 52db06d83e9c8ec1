package org.tombolo.sip.servlet;

import java.util.List;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.sip.Header;

/** What the session timer does with a leg: refreshes it by UPDATE where the other party takes that, else by a re-INVITE (RFC 4028 7.4). */
final class LegTimer implements SessionExpiry.Dialog {
    private final ServletLeg leg;
    private boolean takesUpdate;

    LegTimer(ServletLeg leg) {
        this.leg = leg;
    }

    /** The other party's INVITE, or its 2xx to ours, says whether it takes UPDATE (RFC 3311 5.1). */
    void allowed(SipServletMessage message) {
        takesUpdate = SipMessages.values(message, "Allow").stream().anyMatch(line -> line.contains("UPDATE"));
    }

    @Override
    public boolean busy() {
        return leg.busy();
    }

    @Override
    public void refresh(List<Header> timer) {
        // UPDATE needs no offer; a re-INVITE repeats what we said last.
        leg.transmit(() -> takesUpdate
                ? SipMessages.withHeaders(leg.request("UPDATE"), timer)
                : SipMessages.withBody(SipMessages.withHeaders(leg.request("INVITE"), timer), leg.said()));
    }

    @Override
    public void acknowledge(SipServletResponse answer) {
        if (answer.getMethod().equals("INVITE")) {
            leg.transmit(answer::createAck);
        }
    }

    @Override
    public void expired() {
        leg.lost("the session timer has expired");
    }
}
