package org.tombolo.gateway.interaction;

import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.sip.Body;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipRequest;

/** Tells a call what happens on one party's leg. */
final class PartyLeg implements LegListener {
    private final ThirdPartyCall call;
    private final Party party;
    private final Consumer<Optional<Body>> answered;

    PartyLeg(ThirdPartyCall call, Party party, Consumer<Optional<Body>> answered) {
        this.call = call;
        this.party = party;
        this.answered = answered;
    }

    @Override
    public void answered(Leg leg, Optional<Body> sdp) {
        call.guarded(() -> answered.accept(sdp)).run();
    }

    @Override
    public void acknowledged(Leg leg, Optional<Body> sdp) {
        call.guarded(() -> call.acknowledged(party, sdp)).run();
    }

    @Override
    public void reanswered(Leg leg, int status, Optional<Body> sdp) {
        call.guarded(() -> call.reanswered(party, status, sdp)).run();
    }

    @Override
    public void reoffered(Leg leg, Optional<Body> sdp) {
        call.guarded(() -> call.reoffered(party, sdp)).run();
    }

    @Override
    public void requested(Leg leg, SipRequest request) {
        if (request.method().equals("INFO")) {
            call.guarded(() -> call.info(party, request.body())).run();
        }
    }

    @Override
    public void ended(Leg leg, LegEnd end) {
        call.guarded(() -> call.ended(party, end)).run();
    }
}
