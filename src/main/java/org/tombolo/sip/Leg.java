package org.tombolo.sip;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One INVITE dialog (RFC 3261 12) between us and one party. All methods belong on the session's executor. */
public interface Leg {
    /** Option tags that the INVITE of a leg may require: reliable provisional responses (RFC 3262) and session timers (RFC 4028). */
    Set<String> EXTENSIONS = Set.of("100rel", "timer");

    String callId();

    /** The other party's URI. */
    String remote();

    LegState state();

    /** What has to be known to end it from another process; empty when it cannot be. */
    default Optional<DialogRecord> dialog() {
        return Optional.empty();
    }

    /** An incoming INVITE is answered, provisionally or for good; a 2xx carries the SDP answer (or our offer). */
    void reply(SipReply reply);

    /**
     * Acknowledges the 2xx to an INVITE or re-INVITE of ours. The caller decides when, because third-party call control
     * answers an offer in the ACK (RFC 3725 4.4).
     *
     * @param answer SDP when the 2xx carried an offer
     */
    void acknowledge(Optional<Body> answer);

    /** Sends a re-INVITE, with an offer or without one; its outcome comes to {@link LegListener#reanswered}. */
    void reinvite(Optional<Body> offer);

    /** Answers a re-INVITE or UPDATE that came in by {@link LegListener#reoffered}. */
    void answerReoffer(SipReply reply);

    /** Sends a request inside the dialog, such as INFO. */
    void send(String method, List<Header> headers, Optional<Body> body);

    /**
     * Ends the leg as its state asks: CANCEL, BYE, or a refusal of an INVITE that is not answered yet. Does nothing when
     * it has ended.
     *
     * @param reason value of a Reason header (RFC 3326), or empty
     */
    void end(String reason);
}
