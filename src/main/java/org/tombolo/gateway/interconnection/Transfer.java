package org.tombolo.gateway.interconnection;

import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipReply;
import org.tombolo.xmpp.XmppLink.Delivery;

/**
 * One MESSAGE from SIP to XMPP until it is answered. Its final response is held until XMPP says what became of it: 200
 * when it was taken, the error of RFC 7247 when it was refused. When that takes too long, or the stream is down, the
 * message goes into the outbox and then, and only then, 202 says that we answer for it.
 */
final class Transfer {
    /** SENT -> DONE when XMPP answers in time; SENT -> STORING -> DONE by way of the outbox. */
    private enum State {
        /** Sent; XMPP has not said anything. */
        SENT,
        /** On its way into the outbox. */
        STORING,
        /** Answered. */
        DONE
    }

    private final IncomingRequest request;
    private final WaitingMessage message;
    private final boolean othersCanServe;
    private final TransferSteps steps;
    private State state = State.SENT;

    /** @param othersCanServe whether the S-CSCF can deliver the message without us */
    Transfer(IncomingRequest request, WaitingMessage message, boolean othersCanServe, TransferSteps steps) {
        this.request = request;
        this.message = message;
        this.othersCanServe = othersCanServe;
        this.steps = steps;
    }

    /** Puts it straight into the outbox, behind others for the same recipient. */
    synchronized void queue() {
        if (steps.reserve(message)) {
            store(false);
        } else {
            undeliverable(new Delivery.NotSent("others wait for the same recipient"));
        }
    }

    /** XMPP says what became of the stanza. */
    synchronized void settled(Delivery fate) {
        if (state != State.SENT) {
            steps.settled(message, fate);
        } else if (fate instanceof Delivery.Accepted) {
            answer(SipReply.of(200), "delivered");
        } else if (fate instanceof Delivery.Refused refused) {
            answer(steps.refusal(message, refused.error()), "refused");
        } else if (steps.reserve(message)) {
            store(false);
        } else {
            undeliverable(fate);
        }
    }

    /** The sender has waited long enough. */
    synchronized void holdOver() {
        // Without a place in the outbox there is nothing to promise: the stream's own ping timeout bounds the wait.
        if (state == State.SENT && steps.reserveSent(message)) {
            store(true);
        }
    }

    private void store(boolean sent) {
        state = State.STORING;
        steps.store(message, sent, this::stored);
    }

    private synchronized void stored(boolean kept) {
        if (kept) {
            answer(SipReply.of(202), "queued");
        } else {
            undeliverable(new Delivery.NotSent("the outbox cannot be written"));
        }
    }

    private void undeliverable(Delivery fate) {
        answer(steps.undeliverable(message, othersCanServe, fate), "failed");
    }

    private void answer(SipReply reply, String result) {
        state = State.DONE;
        steps.answer(request, message, reply, result);
    }
}
