package org.tombolo.sip;

import java.util.Optional;
import java.util.function.Consumer;

/** What happens on a {@link Leg}. Called on the session's executor. */
public interface LegListener {

    /** A provisional response above 100 to our INVITE, with its SDP when it carries one. */
    default void ringing(Leg leg, int status, Optional<Body> sdp) {}

    /**
     * A reliable provisional response to an INVITE of ours without an offer carries one (RFC 3262 5), such as that of early
     * media.
     *
     * @param fork names the early dialog, which another fork of the INVITE does not share
     * @param answer to be called once, with the answer that PRACK carries
     */
    default void offeredEarly(Leg leg, String fork, Body offer, Consumer<Optional<Body>> answer) {
        answer.accept(Optional.empty());
    }

    /** A 2xx to our INVITE; {@link Leg#acknowledge} must follow. */
    default void answered(Leg leg, Optional<Body> sdp) {}

    /** Of which fork the 2xx is that comes next by {@link #answered}. */
    default void chosen(Leg leg, String fork) {}

    /** The ACK to our 2xx, with its SDP when it carries one. */
    default void acknowledged(Leg leg, Optional<Body> sdp) {}

    /** The final response to a re-INVITE of ours; after a 2xx {@link Leg#acknowledge} must follow. */
    default void reanswered(Leg leg, int status, Optional<Body> sdp) {}

    /** A re-INVITE or UPDATE came in; {@link Leg#answerReoffer} must follow. */
    default void reoffered(Leg leg, Optional<Body> sdp) {
        leg.answerReoffer(SipReply.of(488));
    }

    /** A request inside the dialog, such as INFO; it has been answered with 200. */
    default void requested(Leg leg, SipRequest request) {}

    /**
     * The final response to a request of ours inside the dialog, such as INFO, which leaves the dialog as it is.
     *
     * @param status 408 when none came
     */
    default void responded(Leg leg, String method, int status) {}

    /** A SUBSCRIBE or REFER inside the dialog, which has to be answered; a further SUBSCRIBE goes to the notifier. */
    default void subscribed(Leg leg, DialogRequest request) {
        // RFC 3261 8.2.1
        request.reply(SipReply.of(405).with(new Header("Allow", "INVITE, ACK, CANCEL, BYE, UPDATE, INFO, PRACK")));
    }

    /** The leg is over; nothing follows. Not called for an end that we asked for by {@link Leg#end}. */
    void ended(Leg leg, LegEnd end);
}
