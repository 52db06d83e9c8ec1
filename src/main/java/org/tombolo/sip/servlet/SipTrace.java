package org.tombolo.sip.servlet;

import java.time.Clock;
import java.util.List;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;

/** Writes SIP messages into the session's timeline: start line and headers that matter, never a body or a credential. */
final class SipTrace {
    private static final List<String> OF_REQUEST =
            List.of("From", "To", "Call-ID", "CSeq", "P-Served-User", "Route", "Content-Type");
    /** The others are those of its request. */
    private static final List<String> OF_RESPONSE = List.of("To", "CSeq", "Warning", "Content-Type");

    private final Trace trace;
    private final Clock clock;

    SipTrace(Trace trace, Clock clock) {
        this.trace = trace;
        this.clock = clock;
    }

    /** An initial request came: from now on its Call-ID leads to the session. */
    void opened(SessionId session, SipServletRequest request) {
        trace.link(session, request.getCallId());
        received(session, request);
    }

    /** An initial request of ours went out: from now on its Call-ID leads to the session. */
    void started(SessionId session, SipServletRequest request) {
        trace.link(session, request.getCallId());
        sent(session, request);
    }

    void received(SessionId session, SipServletMessage message) {
        record(session, message, peerOf(message, true), TraceEvent.US);
    }

    void sent(SessionId session, SipServletMessage message) {
        record(session, message, TraceEvent.US, peerOf(message, false));
    }

    void proxied(SessionId session, SipServletRequest request, String targets) {
        trace.record(new TraceEvent(
                session,
                clock.instant(),
                Protocol.SIP,
                TraceEvent.US,
                request.getTo().getURI().toString(),
                request.getMethod() + " proxied on",
                "Targets: " + targets + "\n" + detail(request)));
    }

    private void record(SessionId session, SipServletMessage message, String from, String to) {
        trace.record(
                new TraceEvent(session, clock.instant(), Protocol.SIP, from, to, startLine(message), detail(message)));
    }

    private static String startLine(SipServletMessage message) {
        if (message instanceof SipServletRequest request) {
            return request.getMethod() + " " + request.getRequestURI();
        }
        SipServletResponse response = (SipServletResponse) message;
        return response.getStatus() + " " + response.getReasonPhrase() + " (" + response.getMethod() + ")";
    }

    private static String detail(SipServletMessage message) {
        StringBuilder text = new StringBuilder(200);
        for (String header : message instanceof SipServletRequest ? OF_REQUEST : OF_RESPONSE) {
            String value = message.getHeader(header);
            if (value != null) {
                text.append(header).append(": ").append(value).append('\n');
            }
        }
        return text.toString();
    }

    // The other party as a person knows it: the address in From or To that is not ours.
    private static String peerOf(SipServletMessage message, boolean incoming) {
        boolean request = message instanceof SipServletRequest;
        return (incoming == request ? message.getFrom() : message.getTo())
                .getURI()
                .toString();
    }
}
