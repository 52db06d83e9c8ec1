package org.tombolo.sip.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.Body;
import org.tombolo.sip.DialogRecord;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;

/**
 * A leg on the container's SipSession. What the protocol owes by itself is done here: CANCEL only after a provisional
 * response (RFC 3261 9.1), ACK and BYE for a 2xx that came after the end or from a second fork (13.2.2.4), 491 for
 * a re-INVITE that crosses ours (14.2).
 */
final class ServletLeg implements Leg, DialogUsage {
    private static final Logger log = LoggerFactory.getLogger(ServletLeg.class);
    private static final int REQUEST_PENDING = 491;

    private final ServletSession session;
    private final LegListener listener;
    private final SipTrace trace;
    private final SipServletRequest invite;
    private final boolean outgoing;

    private LegState state = LegState.INVITED;
    private SipSession dialog;
    private boolean cancelOnProvisional;
    private boolean reinviting;
    private Optional<Body> said = Optional.empty();
    private Optional<DialogRecord> answered = Optional.empty();
    private @Nullable SipServletResponse unacknowledged;
    private @Nullable SipServletRequest reoffer;
    private final ReliableProvisionals reliable;
    private final SessionExpiry expiry;
    private final DialogSubscriptions subscriptions;

    ServletLeg(
            ServletSession session, LegListener listener, SipTrace trace, SipServletRequest invite, boolean outgoing) {
        this.session = session;
        this.listener = listener;
        this.trace = trace;
        this.invite = invite;
        this.outgoing = outgoing;
        this.dialog = invite.getSession();
        this.reliable = new ReliableProvisionals(this, listener, trace, session);
        this.expiry = new SessionExpiry(session, new Timed());
        this.subscriptions = new DialogSubscriptions(session, trace);
        session.hasDialogs();
        dialog.setAttribute(ATTRIBUTE, this);
    }

    @Override
    public String callId() {
        return invite.getCallId();
    }

    @Override
    public String remote() {
        return (outgoing ? invite.getTo() : invite.getFrom()).getURI().toString();
    }

    @Override
    public LegState state() {
        return state;
    }

    @Override
    public Optional<DialogRecord> dialog() {
        return answered.isPresent() || !outgoing ? answered : ServletDialogs.pending(invite);
    }

    /** Whether our INVITE carried an offer, so that SDP in a response is an answer. */
    boolean offered() {
        return ServletSipRequest.bodyOf(invite).isPresent();
    }

    @Override
    public void reply(SipReply reply) {
        if (outgoing || state == LegState.CONFIRMED || state == LegState.ENDED) {
            return;
        }
        send(() -> SipMessages.response(invite, reply));
        if (reply.status() >= 300) {
            state = LegState.ENDED;
        } else if (reply.status() >= 200) {
            state = LegState.CONFIRMED;
        } else if (reply.status() > 100) {
            state = LegState.EARLY;
        }
    }

    @Override
    public void acknowledge(Optional<Body> answer) {
        SipServletResponse response = unacknowledged;
        unacknowledged = null;
        if (response != null) {
            answer.ifPresent(a -> said = answer);
            send(() -> SipMessages.withBody(response.createAck(), answer));
        }
    }

    @Override
    public void reinvite(Optional<Body> offer) {
        if (state == LegState.CONFIRMED) {
            reinviting = true;
            offer.ifPresent(o -> said = offer);
            send(() -> SipMessages.withBody(dialog.createRequest("INVITE"), offer));
        }
    }

    @Override
    public void answerReoffer(SipReply reply) {
        SipServletRequest request = reoffer;
        if (request != null) {
            reoffer = null;
            reply.body().ifPresent(b -> said = reply.body());
            List<Header> timer = reply.status() / 100 == 2 ? expiry.refreshed(request) : List.of();
            send(() -> SipMessages.withHeaders(SipMessages.response(request, reply), timer));
        }
    }

    @Override
    public void send(String method, List<Header> headers, Optional<Body> body) {
        if (state == LegState.CONFIRMED) {
            send(() -> SipMessages.withBody(SipMessages.withHeaders(dialog.createRequest(method), headers), body));
        }
    }

    @Override
    public void end(String reason) {
        LegState was = state;
        state = LegState.ENDED;
        expiry.stop();
        switch (was) {
            case CONFIRMED -> bye(dialog, reason);
            case INVITED, EARLY -> endEarly(was, reason);
            case ENDED -> {}
        }
    }

    private void endEarly(LegState was, String reason) {
        if (!outgoing) {
            send(() -> SipMessages.response(invite, SipReply.of(603)));
        } else if (was == LegState.EARLY) {
            send(() -> SipMessages.withReason(invite.createCancel(), reason));
        } else {
            // RFC 3261 9.1: a CANCEL waits for the first provisional response.
            cancelOnProvisional = true;
        }
    }

    private void bye(SipSession target, String reason) {
        acknowledge(Optional.empty());
        if (target.isValid()) {
            send(() -> SipMessages.withReason(target.createRequest("BYE"), reason));
        }
    }

    // ---- what the container brings -------------------------------------------------------------------------------

    @Override
    public void onResponse(SipServletResponse response) {
        if (response.getMethod().equals("NOTIFY")) {
            subscriptions.onResponse(response);
        } else if (!response.getMethod().equals("INVITE")) {
            onOther(response);
        } else if (response.getRequest() != invite && expiry.takes(response)) {
            return;
        } else if (state == LegState.CONFIRMED && reinviting && response.getRequest() != invite) {
            onReinviteResponse(response);
        } else if (response.getStatus() >= 300) {
            onRefused(response);
        } else if (response.getStatus() >= 200) {
            onAnswered(response);
        } else {
            onProvisional(response);
        }
    }

    private void onProvisional(SipServletResponse response) {
        if (state == LegState.ENDED) {
            if (cancelOnProvisional) {
                cancelOnProvisional = false;
                send(() -> invite.createCancel());
            }
        } else if (response.getStatus() > 100 && state != LegState.CONFIRMED) {
            state = LegState.EARLY;
            if (!reliable.take(response)) {
                listener.ringing(this, response.getStatus(), ServletSipRequest.bodyOf(response));
            }
        }
    }

    private void onAnswered(SipServletResponse response) {
        if (state == LegState.INVITED || state == LegState.EARLY) {
            state = LegState.CONFIRMED;
            dialog = response.getSession();
            dialog.setAttribute(ATTRIBUTE, this);
            unacknowledged = response;
            answered = ServletDialogs.confirmed(invite, response);
            expiry.answered(response);
            listener.chosen(this, ReliableProvisionals.fork(response));
            listener.answered(this, ServletSipRequest.bodyOf(response));
        } else {
            late(response);
        }
    }

    // A 2xx that crossed our CANCEL, or a second fork's: it is a dialog, so it is acknowledged and ended. One to a
    // re-INVITE that crossed our BYE is acknowledged only.
    private void late(SipServletResponse response) {
        cancelOnProvisional = false;
        send(() -> response.createAck());
        if (response.getRequest().isInitial()) {
            send(() -> response.getSession().createRequest("BYE"));
        }
    }

    private void onRefused(SipServletResponse response) {
        if (state == LegState.INVITED || state == LegState.EARLY) {
            state = LegState.ENDED;
            listener.ended(
                    this, new LegEnd.Refused(response.getStatus(), response.getReasonPhrase(), minimum(response)));
        }
    }

    // RFC 4028 6: how short a session may be, at 422 or anywhere else
    private static int minimum(SipServletResponse response) {
        String value = response.getHeader("Min-SE");
        return value != null && value.trim().matches("\\d{1,6}") ? Integer.parseInt(value.trim()) : 0;
    }

    private void onReinviteResponse(SipServletResponse response) {
        int status = response.getStatus();
        if (status < 200) {
            return;
        }
        reinviting = false;
        if (status < 300) {
            unacknowledged = response;
            expiry.answered(response);
        }
        listener.reanswered(this, status, ServletSipRequest.bodyOf(response));
    }

    @Override
    public void onRequest(SipServletRequest request, ServletSipRequest view) {
        switch (request.getMethod()) {
            case "ACK" -> listener.acknowledged(this, ServletSipRequest.bodyOf(request));
            case "CANCEL" -> over(new LegEnd.Cancelled());
            case "BYE" -> {
                send(() -> request.createResponse(SipServletResponse.SC_OK));
                over(new LegEnd.HungUp());
            }
            case "INVITE", "UPDATE" -> onReoffer(request);
            case "SUBSCRIBE", "REFER" ->
                subscriptions.onRequest(request, view, fresh -> listener.subscribed(this, fresh));
            default -> {
                send(() -> request.createResponse(SipServletResponse.SC_OK));
                listener.requested(this, view);
            }
        }
    }

    private void onReoffer(SipServletRequest request) {
        if (state != LegState.CONFIRMED) {
            send(() -> request.createResponse(SipServletResponse.SC_CALL_LEG_DONE));
        } else if (request.getMethod().equals("UPDATE")
                && ServletSipRequest.bodyOf(request).isEmpty()) {
            // RFC 4028 7.4, RFC 3311 5.1: a refresh without an offer; its answer carries none either.
            List<Header> timer = expiry.refreshed(request);
            send(() -> SipMessages.withHeaders(request.createResponse(SipServletResponse.SC_OK), timer));
        } else if (reinviting || expiry.refreshing() || reoffer != null) {
            send(() -> request.createResponse(REQUEST_PENDING));
        } else {
            reoffer = request;
            listener.reoffered(this, ServletSipRequest.bodyOf(request));
        }
    }

    /** RFC 3261 13.3.1.4: the dialog is ended by BYE. */
    @Override
    public void onNoAck() {
        if (state == LegState.CONFIRMED) {
            bye(dialog, "");
            over(new LegEnd.Lost("no ACK"));
        }
    }

    /** What the session timer does with this leg. */
    private final class Timed implements SessionExpiry.Dialog {
        @Override
        public boolean busy() {
            return reinviting || reoffer != null || unacknowledged != null;
        }

        @Override
        public void refresh(List<Header> timer) {
            send(() -> SipMessages.withBody(SipMessages.withHeaders(dialog.createRequest("INVITE"), timer), said));
        }

        @Override
        public void acknowledge(SipServletResponse answer) {
            send(() -> answer.createAck());
        }

        @Override
        public void expired() {
            bye(dialog, "");
            over(new LegEnd.Lost("the session timer has expired"));
        }
    }

    private void onOther(SipServletResponse response) {
        // RFC 3261 12.2.1.2: 481 and 408 to any request in the dialog end it
        boolean gone = response.getStatus() == 481 || response.getStatus() == 408;
        if (gone && state == LegState.CONFIRMED && !response.getMethod().equals("BYE")) {
            over(new LegEnd.Lost(response.getStatus() + " to " + response.getMethod()));
        }
    }

    private void over(LegEnd end) {
        if (state != LegState.ENDED) {
            expiry.stop();
            state = LegState.ENDED;
            listener.ended(this, end);
        }
    }

    // The container may refuse to make a message as well as to send it: after a CANCEL that it has answered, for one.
    private void send(Supplier<SipServletMessage> maker) {
        try {
            SipServletMessage message = maker.get();
            message.send();
            trace.sent(session.id(), message);
        } catch (IOException | RuntimeException e) {
            log.warn("cannot send: {}", e.toString());
            session.execute(() -> over(new LegEnd.Lost("cannot send: " + e.getMessage())));
        }
    }
}
