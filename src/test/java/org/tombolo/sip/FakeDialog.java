package org.tombolo.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dialog that writes down what is done with it. */
public final class FakeDialog implements Leg {
    public final List<String> done = new ArrayList<>();
    public String said = "";
    public List<Header> headers = List.of();
    public LegListener listener = (leg, end) -> {};
    private LegState state;

    public static FakeDialog invited(
            LegListener listener, String from, String to, List<Header> headers, Optional<Body> offer) {
        FakeDialog dialog = new FakeDialog(LegState.INVITED);
        dialog.listener = listener;
        dialog.done.add("INVITE " + to + " from " + from);
        dialog.headers = headers;
        dialog.said = offer.map(Body::text).orElse("");
        return dialog;
    }

    public FakeDialog(LegState state) {
        this.state = state;
    }

    public void answers(String sdp) {
        state = LegState.CONFIRMED;
        listener.answered(this, Optional.of(Body.text(Body.SDP, sdp)));
    }

    public void ends(LegEnd end) {
        state = LegState.ENDED;
        listener.ended(this, end);
    }

    public void rings() {
        state = LegState.EARLY;
        listener.ringing(this, 180, Optional.empty());
    }

    public void reoffers(String sdp) {
        listener.reoffered(this, Optional.of(Body.text(Body.SDP, sdp)));
    }

    @Override
    public String callId() {
        return "1@phone";
    }

    @Override
    public String remote() {
        return "sip:alice@ims.localhost";
    }

    @Override
    public LegState state() {
        return state;
    }

    @Override
    public void reply(SipReply reply) {
        done.add(String.valueOf(reply.status()));
        reply.body().ifPresent(body -> said = body.text());
        state = reply.status() < 200 ? LegState.EARLY : LegState.CONFIRMED;
    }

    @Override
    public void acknowledge(Optional<Body> answer) {
        done.add("ACK");
    }

    @Override
    public void reinvite(Optional<Body> offer) {
        done.add("re-INVITE");
        said = offer.map(Body::text).orElse("");
    }

    @Override
    public void answerReoffer(SipReply reply) {
        reply(reply);
    }

    @Override
    public void send(String method, List<Header> headers, Optional<Body> body) {
        done.add(method);
    }

    @Override
    public void end(String reason) {
        done.add(state == LegState.CONFIRMED ? "BYE" : "CANCEL");
    }
}
