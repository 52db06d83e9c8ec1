package org.tombolo.sip.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SubscriptionState;

/** Our side of somebody's subscription, on the container's SipSession. */
final class ServletNotifier implements Notifier, DialogUsage {
    private static final Logger LOG = LoggerFactory.getLogger(ServletNotifier.class);

    private final ServletSession session;
    private final SipSession dialog;
    private final SipTrace trace;
    private final NotifierListener listener;
    private final String event;
    private SipServletRequest subscribe;
    private boolean terminated;

    /** @param event value of the header in each NOTIFY */
    ServletNotifier(
            ServletSession session,
            SipServletRequest subscribe,
            String event,
            SipTrace trace,
            NotifierListener listener) {
        this.session = session;
        this.dialog = subscribe.getSession();
        this.trace = trace;
        this.listener = listener;
        this.subscribe = subscribe;
        this.event = event;
    }

    /** One whose SUBSCRIBE opens a dialog of its own. */
    static ServletNotifier opening(
            ServletSession session, SipServletRequest subscribe, SipTrace trace, NotifierListener listener) {
        // RFC 6665 8.2.1: the NOTIFY repeats the Event of the SUBSCRIBE, its id among it.
        String event = Optional.ofNullable(subscribe.getHeader("Event")).orElse("");
        ServletNotifier notifier = new ServletNotifier(session, subscribe, event, trace, listener);
        session.hasDialogs();
        notifier.dialog.setAttribute(ATTRIBUTE, notifier);
        return notifier;
    }

    /** Whether its last NOTIFY has been sent. */
    boolean terminated() {
        return terminated;
    }

    @Override
    public void reply(SipReply reply) {
        answer(subscribe, reply);
    }

    private void answer(SipServletRequest request, SipReply reply) {
        SipMessages.answer(request, reply, session.id(), trace);
    }

    @Override
    public void notify(SubscriptionState state, List<Header> headers, Optional<Body> body) {
        terminated = state.terminated();
        try {
            SipServletRequest notify =
                    SipMessages.withBody(SipMessages.withHeaders(dialog.createRequest("NOTIFY"), headers), body);
            notify.setHeader("Event", event);
            notify.setHeader("Subscription-State", state.text());
            notify.send();
            trace.sent(session.id(), notify);
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot send NOTIFY: {}", e.toString());
            session.execute(() -> listener.answered(this, SipServletResponse.SC_REQUEST_TIMEOUT));
        }
    }

    @Override
    public void onRequest(SipServletRequest request, ServletSipRequest view) {
        if (request.getMethod().equals("SUBSCRIBE")) {
            subscribe = request;
            listener.resubscribed(this, view);
        } else {
            answer(request, SipReply.of(SipServletResponse.SC_METHOD_NOT_ALLOWED));
        }
    }

    @Override
    public void onResponse(SipServletResponse response) {
        if (response.getStatus() >= 200 && response.getMethod().equals("NOTIFY")) {
            listener.answered(this, response.getStatus());
        }
    }
}
