package org.tombolo.sip.servlet;

import java.time.Clock;
import java.util.Optional;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;

/** Writes SIP messages into the session's timeline: start line and headers that matter, never a body or a credential. */
final class SipTrace {
    static final String US = "tombolo";

    private final Trace trace;
    private final Clock clock;

    SipTrace(Trace trace, Clock clock) {
        this.trace = trace;
        this.clock = clock;
    }

    void received(SessionId session, SipServletMessage message) {
        trace.link(session, message.getCallId());
        record(session, message, peerOf(message, true), US);
    }

    void sent(SessionId session, SipServletMessage message) {
        trace.link(session, message.getCallId());
        record(session, message, US, peerOf(message, false));
    }

    void proxied(SessionId session, SipServletRequest request, String targets) {
        trace.record(new TraceEvent(
                session,
                clock.instant(),
                Protocol.SIP,
                US,
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
        StringBuilder text = new StringBuilder();
        line(text, "From", Optional.ofNullable(message.getHeader("From")));
        line(text, "To", Optional.ofNullable(message.getHeader("To")));
        line(text, "Call-ID", Optional.ofNullable(message.getCallId()));
        line(text, "CSeq", Optional.ofNullable(message.getHeader("CSeq")));
        line(text, "P-Served-User", Optional.ofNullable(message.getHeader("P-Served-User")));
        line(text, "Route", Optional.ofNullable(message.getHeader("Route")));
        line(text, "Warning", Optional.ofNullable(message.getHeader("Warning")));
        line(text, "Content-Type", Optional.ofNullable(message.getContentType()));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Optional<String> value) {
        value.ifPresent(v -> text.append(name).append(": ").append(v).append('\n'));
    }

    // The other party as a person knows it: the address in From or To that is not ours.
    private static String peerOf(SipServletMessage message, boolean incoming) {
        boolean request = message instanceof SipServletRequest;
        return (incoming == request ? message.getFrom() : message.getTo())
                .getURI()
                .toString();
    }
}
