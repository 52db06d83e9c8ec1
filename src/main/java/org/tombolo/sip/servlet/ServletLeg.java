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
    private final Reoffers reoffers;
    private final ReliableProvisionals reliable;
    private final IncomingAnswer answer;
    private final OfferAnswer exchange = new OfferAnswer();
    private final LegTimer timer = new LegTimer(this);
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
        this.expiry = new SessionExpiry(session, timer);
        this.answer = new IncomingAnswer(this, invite, exchange, expiry);
        this.reoffers = new Reoffers(this, listener, exchange, expiry);
        this.subscriptions = new DialogSubscriptions(session, trace);
        session.hasDialogs();
        dialog.setAttribute(ATTRIBUTE, this);
        if (offered() && outgoing) {
            exchange.weOffer();
        } else if (offered()) {
            exchange.theyOffer();
        }
        if (!outgoing) {
            timer.allowed(invite);
        }
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

    /** Whether an offer is under way, so that there can be no other now. */
    boolean busy() {
        return reinviting || reoffers.pending() || unacknowledged != null;
    }

    /** A request within the dialog. */
    SipServletRequest request(String method) {
        return dialog.createRequest(method);
    }

    /** What we have said last of our media. */
    Optional<Body> said() {
        return said;
    }

    /** Whether a re-INVITE of ours waits for its response. */
    boolean asking() {
        return reinviting || expiry.refreshing();
    }

    /** Whether the INVITE carried an offer, so that SDP in a response is an answer. */
    boolean offered() {
        return ServletSipRequest.bodyOf(invite).isPresent();
    }

    @Override
    public void reply(SipReply reply) {
        if (outgoing || state == LegState.CONFIRMED || state == LegState.ENDED || !answer.send(reply)) {
            return;
        }
        if (reply.status() >= 300) {
            state = LegState.ENDED;
        } else if (reply.status() >= 200) {
            state = LegState.CONFIRMED;
        } else if (reply.status() > 100) {
            state = LegState.EARLY;
        }
    }

    /** SDP goes to the other party that counts, as an offer or an answer. */
    void says(Body body) {
        said = Optional.of(body);
        exchange.said();
    }

    @Override
    public void acknowledge(Optional<Body> sdp) {
        SipServletResponse response = unacknowledged;
        unacknowledged = null;
        if (response != null) {
            sdp.ifPresent(body -> said = sdp);
            exchange.settled();
            transmit(() -> SipMessages.withBody(response.createAck(), sdp));
        }
    }

    @Override
    public void reinvite(Optional<Body> offer) {
        if (state == LegState.CONFIRMED) {
            reinviting = true;
            offer.ifPresent(this::says);
            transmit(() -> SipMessages.withBody(dialog.createRequest("INVITE"), offer));
        }
    }

    @Override
    public void answerReoffer(SipReply reply) {
        reoffers.answer(reply);
    }

    @Override
    public void send(String method, List<Header> headers, Optional<Body> body) {
        if (state == LegState.CONFIRMED) {
            transmit(() -> SipMessages.withBody(SipMessages.withHeaders(dialog.createRequest(method), headers), body));
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
            transmit(() -> SipMessages.response(invite, SipReply.of(603)));
        } else if (was == LegState.EARLY) {
            transmit(() -> SipMessages.withReason(invite.createCancel(), reason));
        } else {
            // RFC 3261 9.1: a CANCEL waits for the first provisional response.
            cancelOnProvisional = true;
        }
    }

    private void bye(SipSession target, String reason) {
        acknowledge(Optional.empty());
        if (target.isValid()) {
            transmit(() -> SipMessages.withReason(target.createRequest("BYE"), reason));
        }
    }

    // ---- what the container brings -------------------------------------------------------------------------------

    @Override
    public void onResponse(SipServletResponse response) {
        if (response.getMethod().equals("UPDATE") && expiry.takes(response)) {
            log.debug("the session timer took {} to an UPDATE", response.getStatus());
        } else if (response.getMethod().equals("NOTIFY")) {
            subscriptions.onResponse(response);
        } else if (!response.getMethod().equals("INVITE")) {
            onOther(response);
        } else if (response.getRequest() != invite && expiry.takes(response)) {
            log.debug("the session timer took {} to a re-INVITE", response.getStatus());
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
                transmit(() -> invite.createCancel());
            }
        } else if (response.getStatus() > 100 && state != LegState.CONFIRMED) {
            state = LegState.EARLY;
            if (reliable.take(response)) {
                ServletSipRequest.bodyOf(response).filter(b -> offered()).ifPresent(b -> exchange.settled());
            } else {
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
            answeredOffer(response, offered());
            timer.allowed(response);
            answered = ServletDialogs.confirmed(invite, response);
            expiry.answered(response);
            listener.chosen(this, ReliableProvisionals.fork(response));
            listener.answered(this, ServletSipRequest.bodyOf(response));
        } else {
            late(response);
        }
    }

    // RFC 3261 13.2.1: an answer, or the offer that our ACK answers
    private void answeredOffer(SipServletResponse response, boolean offered) {
        if (offered || ServletSipRequest.bodyOf(response).isEmpty()) {
            exchange.settled();
        } else {
            exchange.theyOffer();
        }
    }

    // A 2xx that crossed our CANCEL, or a second fork's: it is a dialog, so it is acknowledged and ended. One to a
    // re-INVITE that crossed our BYE is acknowledged only.
    private void late(SipServletResponse response) {
        cancelOnProvisional = false;
        transmit(() -> response.createAck());
        if (response.getRequest().isInitial()) {
            transmit(() -> response.getSession().createRequest("BYE"));
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
            answeredOffer(
                    response, ServletSipRequest.bodyOf(response.getRequest()).isPresent());
            expiry.answered(response);
        } else {
            exchange.settled();
        }
        listener.reanswered(this, status, ServletSipRequest.bodyOf(response));
    }

    @Override
    public void onRequest(SipServletRequest request, ServletSipRequest view) {
        switch (request.getMethod()) {
            case "ACK" -> {
                if (!reoffers.isLate(request)) {
                    exchange.settled();
                    listener.acknowledged(this, ServletSipRequest.bodyOf(request));
                }
            }
            case "PRACK" -> {
                reoffers.prack(request);
                answer.acknowledged().ifPresent(this::reply);
            }
            case "CANCEL" -> onCancel();
            case "BYE" -> {
                transmit(() -> request.createResponse(SipServletResponse.SC_OK));
                over(new LegEnd.HungUp());
            }
            case "INVITE", "UPDATE" -> reoffers.take(request, view);
            case "SUBSCRIBE", "REFER" ->
                subscriptions.onRequest(request, view, fresh -> listener.subscribed(this, fresh));
            default -> {
                transmit(() -> request.createResponse(SipServletResponse.SC_OK));
                listener.requested(this, view);
            }
        }
    }

    /** RFC 3261 9.2: before the answer it ends the leg; of a re-INVITE it ends that, which the container has answered by 487. */
    private void onCancel() {
        if (state != LegState.CONFIRMED) {
            over(new LegEnd.Cancelled());
        } else {
            reoffers.cancelled();
        }
    }

    /** RFC 3261 13.3.1.4: the dialog is ended by BYE. */
    @Override
    public void onNoAck() {
        if (state == LegState.CONFIRMED) {
            lost("no ACK");
        }
    }

    /** RFC 3262 3: the INVITE is refused. */
    @Override
    public void onNoPrack() {
        if (state == LegState.EARLY) {
            reply(SipReply.of(SipServletResponse.SC_SERVER_TIMEOUT));
            expiry.stop();
            listener.ended(this, new LegEnd.Lost("no PRACK"));
        }
    }

    /** Ends the dialog by BYE, because the other party does not answer any more. */
    void lost(String why) {
        bye(dialog, "");
        over(new LegEnd.Lost(why));
    }

    private void onOther(SipServletResponse response) {
        if (state != LegState.CONFIRMED
                || response.getStatus() < 200
                || response.getMethod().equals("BYE")) {
            return;
        }
        if (LegEnd.Lost.ends(response.getMethod(), response.getStatus())) {
            over(new LegEnd.Lost(response.getStatus() + " to " + response.getMethod()));
        } else {
            listener.responded(this, response.getMethod(), response.getStatus());
        }
    }

    private void over(LegEnd end) {
        if (state != LegState.ENDED) {
            expiry.stop();
            state = LegState.ENDED;
            listener.ended(this, end);
        }
    }

    /** Gives a message to the container. */
    interface Sending {
        void send(SipServletMessage message) throws IOException;
    }

    /** Sends a message of this leg. */
    void transmit(Supplier<SipServletMessage> maker) {
        transmit(maker, SipServletMessage::send);
    }

    // The container may refuse to make a message as well as to send it: after a CANCEL that it has answered, for one.
    void transmit(Supplier<SipServletMessage> maker, Sending sending) {
        try {
            SipServletMessage message = maker.get();
            sending.send(message);
            trace.sent(session.id(), message);
        } catch (IOException | RuntimeException e) {
            log.warn("cannot send: {}", e.toString());
            session.execute(() -> over(new LegEnd.Lost("cannot send: " + e.getMessage())));
        }
    }
}
