package org.tombolo.sip.servlet;

import java.util.Optional;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;

/** Where the exchange of offers and answers in one dialog stands: at most one is under way (RFC 3264 4). */
final class OfferAnswer {
    /** SETTLED -> OURS -> SETTLED; SETTLED -> THEIRS -> SETTLED. */
    private enum State {
        /** No offer waits for its answer. */
        SETTLED,
        /** One of ours does. */
        OURS,
        /** One of the other party's does. */
        THEIRS
    }

    /** RFC 3261 14.2, RFC 3311 5.2: from 0 to 10 s; the other party has just sent two at once and will do so again. */
    private static final int RETRY_AFTER = 2;

    private State state = State.SETTLED;

    void weOffer() {
        state = State.OURS;
    }

    void theyOffer() {
        state = State.THEIRS;
    }

    void settled() {
        state = State.SETTLED;
    }

    /** Whether SDP that we send now answers an offer. */
    boolean owesAnswer() {
        return state == State.THEIRS;
    }

    /** SDP goes to the other party: an answer to its offer, else an offer of ours. */
    void said() {
        state = state == State.THEIRS ? State.SETTLED : State.OURS;
    }

    /**
     * What refuses a further offer of the other party's now.
     *
     * @param asking whether a re-INVITE of ours waits for its response
     * @param asked whether one of the other party's waits for ours
     */
    Optional<SipReply> refusal(boolean asking, boolean asked) {
        if (asked || state == State.THEIRS) {
            return Optional.of(SipReply.of(500).with(new Header("Retry-After", Integer.toString(RETRY_AFTER))));
        }
        return asking || state == State.OURS ? Optional.of(SipReply.of(491)) : Optional.empty();
    }
}
