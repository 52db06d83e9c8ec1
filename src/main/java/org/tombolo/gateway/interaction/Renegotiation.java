package org.tombolo.gateway.interaction;

import java.util.Optional;

/**
 * A re-INVITE of one party during the call, relayed to the other: hold, resume, another codec, a refresh. A refusal goes
 * back to the party that asked and the call goes on as it was (RFC 3261 14.1); a dialog that is gone ends the call.
 */
final class Renegotiation {
    private final ThirdPartyCall call;
    private final Party caller;
    private final Party callee;
    private final MediaMap media;

    /** The party whose ACK must bring the answer to the other's offer, after a re-INVITE without one. */
    private Optional<Party> answering = Optional.empty();

    Renegotiation(ThirdPartyCall call, Party caller, Party callee, MediaMap media) {
        this.call = call;
        this.caller = caller;
        this.callee = callee;
        this.media = media;
    }

    void offered(Party from, Optional<Description> offer) {
        Party to = call.other(from);
        from.holdReoffer();
        to.reinvite(offer.map(o -> translate(o, from)), (status, answer) -> {
            if (status / 100 == 2) {
                accepted(from, to, offer.isPresent(), answer);
            } else {
                refused(from, to, status);
            }
        });
    }

    private void accepted(Party from, Party to, boolean answered, Optional<Description> said) {
        if (said.isEmpty()) {
            call.finish(call.failureOf(to));
            return;
        }
        if (answered) {
            to.acknowledge(Optional.empty());
        } else {
            answering = Optional.of(from);
        }
        from.reply(translate(said.get(), to));
    }

    private void refused(Party from, Party to, int status) {
        // RFC 3261 12.2.1.2: 481 and 408 end the dialog.
        if (status == 481 || status == 408) {
            call.finish(call.failureOf(to));
        } else {
            from.refuse(status);
        }
    }

    void acknowledged(Party from, Optional<Description> answer) {
        if (!answering.equals(Optional.of(from))) {
            return;
        }
        answering = Optional.empty();
        if (answer.isEmpty()) {
            call.finish(call.failureOf(from));
        } else {
            call.other(from).acknowledge(answer.map(a -> translate(a, from)));
        }
    }

    private Description translate(Description said, Party by) {
        return by.equals(caller) ? media.toCallee(said) : media.toCaller(said);
    }
}
