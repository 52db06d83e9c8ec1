package org.tombolo.sip.servlet;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionsUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Destinations;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.trace.Trace;

/** The container's SIP as our ports: brings requests and responses to the session they belong to. */
public final class SipStack {
    /** The attribute of the ServletContext in which the servlet finds this. */
    public static final String ATTRIBUTE = "org.tombolo.sip";

    private static final Logger log = LoggerFactory.getLogger(SipStack.class);
    private static final String SERVLET = "gateway";

    private final ServletContext context;
    private final TrustedPeers peers;
    private final SipTrace trace;
    private final ServletSessions sessions;
    private final ServletSipCalls calls;
    private final ServletSubscriptions subscriptions;
    private final Metrics.Counter malformed;
    private volatile Optional<SipHandler> handler = Optional.empty();
    private volatile Optional<Runnable> whenReady = Optional.empty();

    public SipStack(
            ServletContext context,
            TrustedPeers peers,
            Destinations destinations,
            Executor pool,
            ScheduledExecutorService timers,
            Trace trace,
            Metrics metrics,
            Clock clock) {
        this.context = context;
        this.peers = peers;
        this.trace = new SipTrace(trace, clock);
        this.sessions = new ServletSessions(this::factory, this::util, pool, timers, new SecureRandom(), clock);
        OutgoingRequests outgoing = new OutgoingRequests(this::factory, destinations, SERVLET);
        this.calls = new ServletSipCalls(outgoing, this.trace);
        this.subscriptions = new ServletSubscriptions(sessions, outgoing, this.trace);
        this.malformed = metrics.counter("tombolo_errors_total", "protocol", "sip", "kind", "malformed");
    }

    public ConvergedSessions sessions() {
        return sessions;
    }

    public SipCalls calls() {
        return calls;
    }

    public SipSubscriptions subscriptions() {
        return subscriptions;
    }

    /** From now on requests go to this handler; before, they are answered 503. */
    public void open(SipHandler newHandler) {
        handler = Optional.of(newHandler);
    }

    /** Runs this once the container can send and receive SIP; Open Liberty gives its SipFactory only then. */
    public void whenReady(Runnable start) {
        whenReady = Optional.of(start);
    }

    /** Whether requests are taken. */
    public boolean isReady() {
        return handler.isPresent();
    }

    /** The addresses and ports that the container listens on (JSR 289 14.2), as SIP URIs. */
    public List<String> interfaces() {
        Object uris = context.getAttribute("javax.servlet.sip.outboundInterfaces");
        return uris instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    void containerReady() {
        whenReady.ifPresent(Runnable::run);
    }

    private SipFactory factory() {
        return (SipFactory) context.getAttribute("javax.servlet.sip.SipFactory");
    }

    private SipSessionsUtil util() {
        return (SipSessionsUtil) context.getAttribute("javax.servlet.sip.SipSessionsUtil");
    }

    void request(SipServletRequest request) {
        named(request, () -> take(request));
    }

    void response(SipServletResponse response) {
        // A late answer to a session that has ended has nobody to take it; its dialog's may be gone by then.
        if (response.getApplicationSession().isValid() && response.getSession() != null) {
            named(response, () -> take(response));
        }
    }

    // The container's thread speaks for the session meanwhile: its lines in the log name it.
    private static void named(SipServletMessage message, Runnable step) {
        ServletSessions.attached(message.getApplicationSession()).ifPresent(s -> MDC.put("session", s.id().value()));
        try {
            step.run();
        } finally {
            MDC.remove("session");
        }
    }

    private void take(SipServletRequest request) {
        DialogUsage usage = DialogUsage.of(request.getSession());
        if (usage != null) {
            inDialog(usage, request);
        } else if (request.isInitial()) {
            initial(request);
        } else if (!request.getMethod().equals("ACK") && !request.getMethod().equals("CANCEL")) {
            // RFC 3261 12.2.2: no such dialog.
            answer(request, SipReply.of(SipServletResponse.SC_CALL_LEG_DONE));
        }
    }

    private void initial(SipServletRequest request) {
        String via = request.getHeader("Via");
        ServletSession session =
                sessions.of(request.getApplicationSession(), () -> GatewaySipServlet.keyOf(request, via));
        trace.opened(session.id(), request);
        ServletIncomingRequest incoming =
                new ServletIncomingRequest(session, request, view(request, via), factory(), trace);
        Optional<SipReply> refusal = RequestCheck.refusal(request, via);
        if (refusal.isPresent()) {
            malformed.increment();
            incoming.reply(refusal.get());
        } else if (handler.isEmpty()) {
            incoming.reply(SipReply.refusal(SipServletResponse.SC_SERVICE_UNAVAILABLE, "starting"));
        } else {
            session.executeHere(() -> handle(handler.get(), incoming));
        }
    }

    private static void handle(SipHandler handler, ServletIncomingRequest incoming) {
        try {
            handler.handle(incoming);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("the request could not be handled", e);
            // 500 is failure of the AS, after which the S-CSCF may go on without us (TS 24.229 5.4.3.2).
            incoming.reply(SipReply.of(SipServletResponse.SC_SERVER_INTERNAL_ERROR));
        }
    }

    private void inDialog(DialogUsage usage, SipServletRequest request) {
        ServletSession session = sessionOf(request);
        trace.received(session.id(), request);
        if (session.ended()) {
            afterEnd(request);
        } else {
            session.executeHere(() -> usage.onRequest(request, view(request, request.getHeader("Via"))));
        }
    }

    // The dialog is over on our side: a BYE that crosses ours is fine, anything else has no dialog.
    private void afterEnd(SipServletRequest request) {
        if (request.getMethod().equals("BYE")) {
            answer(request, SipReply.of(SipServletResponse.SC_OK));
        } else if (!request.getMethod().equals("ACK") && !request.getMethod().equals("CANCEL")) {
            answer(request, SipReply.of(SipServletResponse.SC_CALL_LEG_DONE));
        }
    }

    private void take(SipServletResponse response) {
        ServletSession session = sessionOf(response);
        trace.received(session.id(), response);
        DialogUsage usage = DialogUsage.of(response.getSession());
        if (usage != null) {
            if (session.ended()) {
                usage.onResponse(response);
            } else {
                session.executeHere(() -> usage.onResponse(response));
            }
        } else if (response.getStatus() >= 200) {
            settle(session, response);
        }
    }

    private static void settle(ServletSession session, SipServletResponse response) {
        Object waiting = response.getSession().getAttribute(ServletSipCalls.WAITING);
        if (waiting instanceof ServletSipCalls.Waiting ours) {
            session.executeHere(() -> ours.done().accept(ServletSipCalls.read(response)));
        }
    }

    void noAck(SipServletRequest invite) {
        DialogUsage usage = DialogUsage.of(invite.getSession());
        if (usage != null) {
            sessionOf(invite).execute(usage::onNoAck);
        }
    }

    void noPrack(SipServletRequest invite) {
        DialogUsage usage = DialogUsage.of(invite.getSession());
        if (usage != null) {
            sessionOf(invite).execute(usage::onNoPrack);
        }
    }

    private ServletSession sessionOf(SipServletMessage message) {
        return ServletSessions.attached(message.getApplicationSession())
                .orElseThrow(
                        () -> new IllegalStateException("a message of no session of ours: " + message.getCallId()));
    }

    private ServletSipRequest view(SipServletRequest request, String via) {
        return new ServletSipRequest(request, peers.trust(request.getInitialRemoteAddr(), via), peers.standalone());
    }

    private static void answer(SipServletRequest request, SipReply reply) {
        try {
            SipMessages.response(request, reply).send();
        } catch (IOException e) {
            log.warn("cannot answer {}: {}", request.getMethod(), e.toString());
        }
    }
}
