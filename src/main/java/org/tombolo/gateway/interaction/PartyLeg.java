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

    PartyLeg(ThirdPartyCall call, Party party) {
        this.call = call;
        this.party = party;
    }

    @Override
    public void ringing(Leg leg, int status, Optional<Body> sdp) {
        call.guarded(() -> call.rings(party)).run();
    }

    @Override
    public void offeredEarly(Leg leg, String fork, Body offer, Consumer<Optional<Body>> answer) {
        call.guarded(() -> call.stage(party).offeredEarly(party, fork, offer, answer))
                .run();
    }

    @Override
    public void chosen(Leg leg, String fork) {
        call.guarded(() -> call.stage(party).chosen(party, fork)).run();
    }

    @Override
    public void answered(Leg leg, Optional<Body> sdp) {
        call.guarded(() -> call.stage(party).answered(party, sdp)).run();
    }

    @Override
    public void acknowledged(Leg leg, Optional<Body> sdp) {
        call.guarded(() -> call.acknowledged(party, sdp)).run();
    }

    @Override
    public void reanswered(Leg leg, int status, Optional<Body> sdp) {
        call.guarded(() -> party.reanswered(status, Description.parse(sdp))).run();
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
