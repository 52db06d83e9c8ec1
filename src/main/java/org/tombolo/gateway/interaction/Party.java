package org.tombolo.gateway.interaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.identity.Address;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;

/** One party of a call: her leg, what she said of her media, and what we still owe her (an ACK, an answer to her re-INVITE). */
final class Party {
    // Glare: RFC 3261 14.1 sets the wait, we set the patience; five tries stay below the 32 s that a 2xx waits for its
    // ACK.
    private static final int TRIES = 5;
    // RFC 4028 4 recommends half an hour.
    private static final int SESSION_SECONDS = 1800;

    private final ConvergedSession session;
    private final CallEnvironment env;
    private final SessionOrigin origin;
    private final BlackHole blackHole;
    private final Address address;

    private Optional<Leg> leg = Optional.empty();
    private Optional<Description> said = Optional.empty();
    private LegView.State state = LegView.State.IDLE;
    private boolean held;
    private boolean muted;
    private boolean owesAck;
    private Optional<Description> unanswered = Optional.empty();
    private boolean owesReply;
    private Optional<Reinvite> reinvite = Optional.empty();

    /** Takes the outcome of a re-INVITE; after a 2xx {@link #acknowledge} must follow. */
    interface Outcome {
        void of(int status, Optional<Description> description);
    }

    private record Reinvite(Optional<Description> offer, Outcome outcome, int tries) {}

    Party(ConvergedSession session, CallEnvironment env, Address address) {
        this.session = session;
        this.env = env;
        this.address = address;
        this.origin = new SessionOrigin(env.random(), env.names().host());
        this.blackHole = new BlackHole(env.random());
    }

    Address address() {
        return address;
    }

    /**
     * Calls her.
     *
     * @param shown whom she sees: the other party
     * @param hidden whether she may not learn who that is
     * @param minimum the shortest session in seconds that she has asked for, or 0
     */
    void invite(Address shown, boolean hidden, int minimum, Optional<Description> offer, LegListener listener) {
        state = LegView.State.CALLING;
        leg = Optional.of(env.sip()
                .invite(
                        session,
                        PartyAddress.uri(shown, env.names().imsDomain()),
                        address.text(),
                        headers(hidden, minimum),
                        offer.map(origin::stamp),
                        listener));
    }

    // She refreshes the session (RFC 4028 7.1): so we notice when she is gone.
    private static List<Header> headers(boolean hidden, int minimum) {
        List<Header> headers = new ArrayList<>();
        if (hidden) {
            headers.add(new Header("Privacy", "id"));
        }
        headers.add(new Header("Supported", "100rel, timer"));
        headers.add(new Header("Session-Expires", Math.max(minimum, SESSION_SECONDS) + ";refresher=uas"));
        if (minimum > 0) {
            headers.add(new Header("Min-SE", Integer.toString(minimum)));
        }
        return headers;
    }

    Optional<Leg> leg() {
        return leg;
    }

    void ringing() {
        state = LegView.State.RINGING;
    }

    LegView view(String name) {
        return new LegView(name, address, state, held, muted);
    }

    boolean talking() {
        return state == LegView.State.ANSWERED;
    }

    // ---- what she said of her media

    /** Her description: an offer of hers, or an answer to one of ours that restricted nothing. */
    void said(Description description) {
        said = Optional.of(description);
    }

    /** An answer of hers to an offer that we restricted: what she wants is what she wanted before. */
    void answeredRestricted(Description description) {
        said = Optional.of(
                said.map(before -> Restriction.withFlowsOf(before, description)).orElse(description));
    }

    Optional<Description> said() {
        return said;
    }

    void set(boolean newHeld, boolean newMuted) {
        held = newHeld;
        muted = newMuted;
    }

    boolean held() {
        return held;
    }

    boolean muted() {
        return muted;
    }

    // ---- her INVITE

    /** A 2xx came, whose description is an offer of hers when we made none. */
    void answered(Optional<Description> offer) {
        state = LegView.State.ANSWERED;
        owesAck = true;
        unanswered = offer;
    }

    void acknowledge(Optional<Description> answer) {
        owesAck = false;
        unanswered = Optional.empty();
        leg.ifPresent(l -> l.acknowledge(answer.map(origin::stamp)));
    }

    /** Acknowledges so that she has no media for now. */
    void acknowledgeWaiting() {
        acknowledge(unanswered.map(blackHole::answer));
    }

    /** What answers an offer so that nothing flows. */
    Body waiting(Description offer) {
        return origin.stamp(blackHole.answer(offer));
    }

    /** A description as she shall see it. */
    Body stamped(Description description) {
        return origin.stamp(description);
    }

    /** Whether an exchange of descriptions with her is under way (RFC 3264 4: there is at most one). */
    boolean negotiating() {
        return reinvite.isPresent() || owesReply || owesAck;
    }

    // ---- re-INVITEs

    /** Sends a re-INVITE; tries again when it crosses one of hers. */
    void reinvite(Optional<Description> offer, Outcome outcome) {
        reinvite(new Reinvite(offer, outcome, 1));
    }

    private void reinvite(Reinvite next) {
        reinvite = Optional.of(next);
        leg.ifPresent(l -> l.reinvite(next.offer.map(origin::stamp)));
    }

    /** The final response to our re-INVITE. */
    void reanswered(int status, Optional<Description> description) {
        Reinvite sent = reinvite.orElse(new Reinvite(Optional.empty(), (s, d) -> {}, TRIES));
        if (status == 491 && sent.tries < TRIES) {
            session.schedule(glareWait(), () -> retry(sent));
            return;
        }
        reinvite = Optional.empty();
        if (status / 100 == 2) {
            answered(sent.offer.isPresent() ? Optional.empty() : description);
        }
        sent.outcome.of(status, description);
    }

    private void retry(Reinvite sent) {
        if (reinvite.equals(Optional.of(sent))) {
            reinvite(new Reinvite(sent.offer, sent.outcome, sent.tries + 1));
        }
    }

    // RFC 3261 14.1: the owner of the Call-ID, which we are on both legs, waits 2.1 to 4 s in units of 10 ms.
    private Duration glareWait() {
        return Duration.ofMillis(env.random().nextInt(210, 401) * 10L);
    }

    /** Her re-INVITE is held until {@link #reply} or {@link #refuse}. */
    void holdReoffer() {
        owesReply = true;
    }

    /** Accepts her re-INVITE with a description. */
    void reply(Description description) {
        owesReply = false;
        leg.ifPresent(l -> l.answerReoffer(SipReply.of(200).with(origin.stamp(description))));
    }

    /** Refuses her re-INVITE. */
    void refuse(int status) {
        owesReply = false;
        leg.ifPresent(l -> l.answerReoffer(SipReply.of(status)));
    }

    /** Accepts her re-INVITE while there is nobody to talk to: no media, or what we said last when she made no offer. */
    void replyWaiting(Optional<Description> offer) {
        leg.ifPresent(l -> l.answerReoffer(SipReply.of(200)
                .with(offer.map(blackHole::answer).map(origin::stamp).orElseGet(origin::repeat))));
    }

    void send(String method, Optional<Body> body) {
        leg.ifPresent(l -> l.send(method, List.of(), body));
    }

    // ---- the end

    /** Her leg is over, nothing is owed any more. */
    void gone() {
        leg = Optional.empty();
        reinvite = Optional.empty();
        owesAck = false;
        owesReply = false;
        state = LegView.State.ENDED;
    }

    /** Ends her leg, after what is owed. */
    void end(String reason) {
        if (owesReply) {
            refuse(487);
        }
        if (owesAck) {
            // RFC 3261 13.2.2.4: a 2xx is acknowledged even when a BYE follows at once; an offer in it needs its
            // answer.
            acknowledgeWaiting();
        }
        leg.ifPresent(l -> l.end(reason));
        gone();
    }
}
