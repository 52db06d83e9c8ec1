package org.tombolo.gateway.interaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.sip.Body;
import org.tombolo.sip.DialogRecord;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;

/** A leg whose other end the test plays. It fails the test when the protocol is not kept, and writes down what was sent. */
final class FakeLeg implements Leg {
    final String from;
    final List<Header> headers;
    final String to;
    final Optional<Body> offer;
    final List<String> sent = new ArrayList<>();
    final List<Body> descriptions = new ArrayList<>();
    private final LegListener listener;
    private final Consumer<Runnable> executor;
    private final Consumer<String> reaction;

    LegState state = LegState.INVITED;
    boolean unacknowledged;
    boolean reinvited;
    boolean reoffered;
    boolean acknowledgementDue;
    String reason = "";

    /**
     * A leg.
     *
     * @param executor runs what happens on it
     * @param reaction is told of each thing that is sent
     */
    FakeLeg(
            Consumer<Runnable> executor,
            Consumer<String> reaction,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> offer,
            LegListener listener) {
        this.executor = executor;
        this.reaction = reaction;
        this.from = from;
        this.to = to;
        this.headers = headers;
        this.offer = offer;
        this.listener = listener;
        offer.ifPresent(descriptions::add);
    }

    // ---- what the party does

    void ring() {
        state = LegState.EARLY;
        happens(() -> listener.ringing(this, 180, Optional.empty()));
    }

    void answer(Optional<Body> sdp) {
        answer("fork-1", sdp);
    }

    void answer(String fork, Optional<Body> sdp) {
        happens(() -> {
            state = LegState.CONFIRMED;
            unacknowledged = true;
            listener.chosen(this, fork);
            listener.answered(this, sdp);
        });
    }

    /** A reliable provisional response; the answer in PRACK is written down as {@code PRACK}. */
    void offerEarly(String fork, Optional<Body> sdp) {
        state = LegState.EARLY;
        happens(() -> listener.offeredEarly(this, fork, sdp.orElseThrow(), a -> write("PRACK", a)));
    }

    void refuse(int status) {
        over(new LegEnd.Refused(status, ""));
    }

    void refuse(int status, int minimum) {
        over(new LegEnd.Refused(status, "", minimum));
    }

    void hangUp() {
        over(new LegEnd.HungUp());
    }

    void lose() {
        over(new LegEnd.Lost("no ACK"));
    }

    void reanswer(int status, Optional<Body> sdp) {
        require(reinvited, "no re-INVITE to answer");
        happens(() -> {
            reinvited = false;
            unacknowledged = status / 100 == 2;
            listener.reanswered(this, status, sdp);
        });
    }

    void reoffer(Optional<Body> sdp) {
        if (reinvited || reoffered) {
            sent.add("491");
            return;
        }
        happens(() -> {
            reoffered = true;
            listener.reoffered(this, sdp);
        });
    }

    void acknowledgeBy(Optional<Body> sdp) {
        acknowledgementDue = false;
        happens(() -> listener.acknowledged(this, sdp));
    }

    private void over(LegEnd end) {
        state = LegState.ENDED;
        unacknowledged = false;
        reinvited = false;
        reoffered = false;
        happens(() -> listener.ended(this, end));
    }

    // What a party owes or is owed begins when we hear of it: until then we may end the leg.
    private void happens(Runnable event) {
        executor.accept(event);
    }

    // ---- what we do

    @Override
    public String callId() {
        return "call-id";
    }

    @Override
    public String remote() {
        return to;
    }

    @Override
    public LegState state() {
        return state;
    }

    @Override
    public Optional<DialogRecord> dialog() {
        return Optional.of(new DialogRecord("call-id", from, to, to, List.of(), 1, ""));
    }

    @Override
    public void reply(SipReply reply) {
        throw new AssertionError("we are never called");
    }

    @Override
    public void acknowledge(Optional<Body> answer) {
        if (state == LegState.ENDED) {
            return;
        }
        require(unacknowledged, "ACK without a 2xx");
        unacknowledged = false;
        write("ACK", answer);
    }

    @Override
    public void reinvite(Optional<Body> sdp) {
        require(state == LegState.CONFIRMED && !reinvited && !unacknowledged && !reoffered, "re-INVITE out of turn");
        reinvited = true;
        write("INVITE", sdp);
    }

    @Override
    public void answerReoffer(SipReply reply) {
        require(reoffered, "an answer to no re-INVITE");
        reoffered = false;
        acknowledgementDue = reply.status() == 200;
        write(String.valueOf(reply.status()), reply.body());
    }

    @Override
    public void send(String method, List<Header> headers, Optional<Body> body) {
        sent.add(method);
    }

    @Override
    public void end(String why) {
        if (state == LegState.ENDED) {
            return;
        }
        require(!unacknowledged && !reoffered, "a leg ended with debts");
        reason = why;
        sent.add(state == LegState.CONFIRMED ? "BYE" : "CANCEL");
        state = LegState.ENDED;
    }

    private void write(String what, Optional<Body> sdp) {
        String text = what + (sdp.isPresent() ? " sdp" : "");
        sent.add(text);
        sdp.ifPresent(descriptions::add);
        reaction.accept(text);
    }

    String said() {
        return descriptions.get(descriptions.size() - 1).text();
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
