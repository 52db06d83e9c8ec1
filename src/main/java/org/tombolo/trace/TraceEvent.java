package org.tombolo.trace;

import java.time.Instant;

/**
 * One arrow of a session's ladder.
 *
 * @param session the session it belongs to
 * @param time when it happened
 * @param protocol what was spoken
 * @param from who sent it, as an address or the name of a component
 * @param to who it was sent to
 * @param summary one line for the arrow, such as {@code MESSAGE sip:juliet@localhost} or {@code 202 Accepted}
 * @param detail more for whoever opens the arrow; no credential and no message text, empty when there is none
 */
public record TraceEvent(
        SessionId session, Instant time, Protocol protocol, String from, String to, String summary, String detail) {
    /** The gateway, where it is the sender or the receiver. */
    public static final String US = "tombolo";

    /** What an event was spoken in. */
    public enum Protocol {
        SIP,
        XMPP,
        HTTP,
        RTP,
        MSRP,
        WEBHOOK,
        /** A decision of ours: routing, policy, mapping. */
        INTERNAL
    }

    /** A decision of ours. */
    public static TraceEvent internal(SessionId session, Instant time, String summary) {
        return new TraceEvent(session, time, Protocol.INTERNAL, US, US, summary, "");
    }
}
