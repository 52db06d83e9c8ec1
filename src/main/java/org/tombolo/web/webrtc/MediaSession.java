package org.tombolo.web.webrtc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;
import org.tombolo.gateway.convergence.browser.CallView;
import org.tombolo.gateway.convergence.browser.EndReason;

/**
 * A call as devices see it.
 *
 * @param own the user's address in it
 * @param registration whose device has it; empty while a call rings
 * @param correlator the client's name for it
 */
record MediaSession(
        CallView view,
        String own,
        Optional<String> registration,
        Optional<String> correlator,
        Optional<String> offer,
        Optional<String> answer) {

    static MediaSession of(String own, CallView view) {
        return new MediaSession(view, own, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    MediaSession in(CallView newer) {
        return newer.version() > view.version()
                ? new MediaSession(newer, own, registration, correlator, offer, answer)
                : this;
    }

    MediaSession joined(String device, Optional<String> name, String offered, String answered) {
        return new MediaSession(
                view, own, Optional.of(device), name.or(() -> correlator), Optional.of(offered), Optional.of(answered));
    }

    /** CAMARA's SessionStatus. */
    String status() {
        return switch (view.state()) {
            case DIALING -> "Initial";
            case RINGING -> view.incoming() ? "Initial" : "Ringing";
            case LIVE -> "Connected";
            case HELD -> "Hold";
            case ENDED -> "Terminated";
            case REFUSED -> refused(view.reason());
        };
    }

    private static String refused(EndReason reason) {
        return switch (reason) {
            case BUSY -> "Busy";
            case DECLINED -> "Declined";
            case UNANSWERED -> "NoAnswer";
            case UNREACHABLE, UNKNOWN -> "NotReachable";
            case CANCELLED -> "SessionCancelled";
            default -> "Failed";
        };
    }

    /** Our side answers offers and makes none: who is called is asked for hers. */
    boolean offerRequired() {
        return view.incoming() && offer.isEmpty() && !view.state().isFinal();
    }

    String originator() {
        return view.incoming() ? view.peer() : own;
    }

    String receiver() {
        return view.incoming() ? own : view.peer();
    }

    /** MediaSessionInformation. */
    Body body() {
        return new Body(
                Optional.of(originator()),
                Optional.empty(),
                Optional.of(receiver()),
                Optional.empty(),
                Optional.of(status()),
                offer.map(Sdp::new),
                answer.map(Sdp::new),
                correlator,
                Optional.of(view.id()),
                Optional.of(offerRequired()).filter(required -> required),
                Optional.of(view.reason().text()).filter(reason -> !reason.isEmpty()));
    }

    /** WrtcSDPDescriptor. */
    record Sdp(String sdp) {}

    /** MediaSessionInformation, of a request as well. */
    @JsonInclude(Include.NON_ABSENT)
    record Body(
            Optional<String> originatorAddress,
            Optional<String> originatorName,
            Optional<String> receiverAddress,
            Optional<String> receiverName,
            Optional<String> status,
            Optional<Sdp> offer,
            Optional<Sdp> answer,
            Optional<String> clientCorrelator,
            Optional<String> mediaSessionId,
            Optional<Boolean> offerRequired,
            Optional<String> reason) {}
}
