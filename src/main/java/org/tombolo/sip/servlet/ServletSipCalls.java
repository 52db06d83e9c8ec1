package org.tombolo.sip.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Destinations.Destination;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipResponse;

/** Starts requests through the container's SipFactory. */
final class ServletSipCalls implements SipCalls {
    private static final Pattern FOCUS = Pattern.compile(";\\s*isfocus\\b", Pattern.CASE_INSENSITIVE);
    /** The attribute of the SipSession of a request outside of a dialog: who waits for its final response. */
    static final String WAITING = "org.tombolo.waiting";

    private static final SipResponse UNREACHABLE = failure(480, "Temporarily Unavailable");
    private static final SipResponse UNKNOWN = failure(404, "Not Found");

    private final OutgoingRequests requests;
    private final SipTrace trace;

    ServletSipCalls(OutgoingRequests requests, SipTrace trace) {
        this.requests = requests;
        this.trace = trace;
    }

    /** Who waits for the final response of a request. */
    record Waiting(Consumer<SipResponse> done) {}

    @Override
    public void send(
            ConvergedSession session,
            String method,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> body,
            Consumer<SipResponse> done) {
        Optional<Destination> destination = requests.destination(to);
        if (destination.isEmpty()) {
            session.execute(() -> done.accept(absent(to)));
            return;
        }
        try {
            SipServletRequest request =
                    requests.create((ServletSession) session, method, from, to, destination.get(), headers);
            SipMessages.withBody(request, body);
            request.getSession().setAttribute(WAITING, new Waiting(done));
            request.send();
            trace.started(session.id(), request);
        } catch (IOException | ServletException | RuntimeException e) {
            // Whatever the container does not like in our request: who waits is told, once.
            session.execute(() -> done.accept(failure(503, "cannot send: " + e.getMessage())));
        }
    }

    @Override
    public Leg invite(
            ConvergedSession session,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> offer,
            LegListener listener) {
        Optional<Destination> destination = requests.destination(to);
        if (destination.isEmpty()) {
            return refuse(session, to, listener, absent(to));
        }
        try {
            ServletSession ours = (ServletSession) session;
            SipServletRequest invite = requests.create(ours, "INVITE", from, to, destination.get(), headers);
            SipMessages.withBody(invite, offer);
            ServletLeg leg = new ServletLeg(ours, listener, trace, invite, true);
            invite.send();
            trace.started(session.id(), invite);
            return leg;
        } catch (IOException | ServletException | RuntimeException e) {
            return refuse(session, to, listener, failure(503, "cannot send: " + e.getMessage()));
        }
    }

    private SipResponse absent(String uri) {
        return requests.knows(uri) ? UNREACHABLE : UNKNOWN;
    }

    static SipResponse failure(int status, String reason) {
        return new SipResponse(status, reason, "", "", Optional.empty());
    }

    static SipResponse read(SipServletResponse response) {
        String contact = "";
        try {
            Address first = response.getAddressHeader("Contact");
            contact = first == null ? "" : first.getURI().toString();
        } catch (ServletParseException e) {
            // A Contact that nobody can read says nothing.
        }
        return new SipResponse(
                response.getStatus(),
                response.getReasonPhrase(),
                Optional.ofNullable(response.getHeader("Warning")).orElse(""),
                contact,
                // RFC 4579 4: some containers lose a parameter without a value when they take a Contact apart.
                FOCUS.matcher(Optional.ofNullable(response.getHeader("Contact")).orElse(""))
                        .find(),
                ServletSipRequest.bodyOf(response));
    }

    private static Leg refuse(ConvergedSession session, String to, LegListener listener, SipResponse why) {
        Leg leg = new NoLeg(to);
        session.execute(() -> listener.ended(leg, new LegEnd.Refused(why.status(), why.reason())));
        return leg;
    }

    /** A leg that was over before it began. */
    private record NoLeg(String remote) implements Leg {
        @Override
        public String callId() {
            return "";
        }

        @Override
        public LegState state() {
            return LegState.ENDED;
        }

        @Override
        public void reply(SipReply reply) {}

        @Override
        public void acknowledge(Optional<Body> answer) {}

        @Override
        public void reinvite(Optional<Body> offer) {}

        @Override
        public void answerReoffer(SipReply reply) {}

        @Override
        public void send(String method, List<Header> headers, Optional<Body> body) {}

        @Override
        public void end(String reason) {}
    }
}
