package org.tombolo.call;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.sdp.Preconditions;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.sip.Body;
import org.tombolo.sip.DialogRecord;
import org.tombolo.sip.DialogRequest;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/**
 * The dialog of an INVITE with preconditions. A 200 with an answer goes as a reliable 183 while the phone's side is not ready; it
 * tells by UPDATE when it is, and has its 200 then (RFC 3312 12). UNSAID -> WAITING -> ANSWERED, and UNSAID -> ANSWERED when all was
 * there from the start. On the session's executor.
 */
final class PreconditionedLeg implements Leg, LegListener {
    /** Where it stands. */
    private enum State {
        /** Nobody has answered. */
        UNSAID,
        /** The answer is in a 183, and the phone's side is not ready. */
        WAITING,
        /** The 200 went. */
        ANSWERED
    }

    private final LegListener listener;
    private Optional<Preconditions> asked;
    private SipReply good = SipReply.of(200);
    private State state = State.UNSAID;
    private @Nullable Leg leg;

    PreconditionedLeg(Preconditions asked, LegListener listener) {
        this.asked = Optional.of(asked);
        this.listener = listener;
    }

    Leg of(IncomingRequest request) {
        leg = request.leg(this);
        return this;
    }

    private Leg leg() {
        if (leg == null) {
            throw new IllegalStateException("there is no dialog");
        }
        return leg;
    }

    // ---- what we do ---------------------------------------------------------------------------------------------

    @Override
    public void reply(SipReply reply) {
        boolean answers = reply.status() / 100 == 2 && state == State.UNSAID;
        if (answers && !ready()) {
            state = State.WAITING;
            // RFC 3261 13.2.1: the answer goes in the 183, and the 200 need not repeat it.
            good = new SipReply(reply.status(), reply.reason(), reply.headers(), Optional.empty());
            leg().reply(standing(new SipReply(183, "", reply.headers(), reply.body())));
        } else {
            state = answers ? State.ANSWERED : state;
            leg().reply(standing(reply));
        }
    }

    private boolean ready() {
        return asked.map(Preconditions::met).orElse(true);
    }

    /** The same with where both sides stand. */
    private SipReply standing(SipReply reply) {
        return reply.body()
                .filter(body -> body.is(Body.SDP))
                .map(this::standing)
                .map(reply::with)
                .orElse(reply);
    }

    private Body standing(Body answer) {
        if (asked.isEmpty()) {
            return answer;
        }
        try {
            return Body.text(Body.SDP, asked.get().answered(answer.text()));
        } catch (SdpException e) {
            throw new IllegalStateException("an answer of ours can be read", e);
        }
    }

    @Override
    public void answerReoffer(SipReply reply) {
        leg().answerReoffer(standing(reply));
        if (state == State.WAITING && reply.status() / 100 == 2 && ready()) {
            state = State.ANSWERED;
            leg().reply(good);
        }
    }

    @Override
    public String callId() {
        return leg().callId();
    }

    @Override
    public String remote() {
        return leg().remote();
    }

    @Override
    public LegState state() {
        return leg().state();
    }

    @Override
    public Optional<DialogRecord> dialog() {
        return leg().dialog();
    }

    @Override
    public void acknowledge(Optional<Body> answer) {
        leg().acknowledge(answer);
    }

    @Override
    public void reinvite(Optional<Body> offer) {
        leg().reinvite(offer);
    }

    @Override
    public void send(String method, List<Header> headers, Optional<Body> body) {
        leg().send(method, headers, body);
    }

    @Override
    public void end(String reason) {
        leg().end(reason);
    }

    // ---- what the phone does ------------------------------------------------------------------------------------

    @Override
    public void reoffered(Leg from, Optional<Body> sdp) {
        asked = sdp.flatMap(body -> Preconditions.of(body.text()));
        listener.reoffered(this, sdp);
    }

    @Override
    public void acknowledged(Leg from, Optional<Body> sdp) {
        listener.acknowledged(this, sdp);
    }

    @Override
    public void reanswered(Leg from, int status, Optional<Body> sdp) {
        listener.reanswered(this, status, sdp);
    }

    @Override
    public void requested(Leg from, SipRequest request) {
        listener.requested(this, request);
    }

    @Override
    public void responded(Leg from, String method, int status) {
        listener.responded(this, method, status);
    }

    @Override
    public void subscribed(Leg from, DialogRequest request) {
        listener.subscribed(this, request);
    }

    @Override
    public void ended(Leg from, LegEnd end) {
        listener.ended(this, end);
    }
}
