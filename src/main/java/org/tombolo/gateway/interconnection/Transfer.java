package org.tombolo.gateway.interconnection;

import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipReply;
import org.tombolo.xmpp.StanzaError;
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
    private final Pager pager;
    private State state = State.SENT;

    /** What a transfer needs of the gateway. */
    interface Pager {
        /** Takes a place in the outbox; false when it is full or off. */
        boolean reserve(WaitingMessage message);

        /**
         * Puts a message for which a place was taken into the outbox.
         *
         * @param sent whether it was sent and its fate is open
         * @param done told, on the outbox's thread, whether it is on disk
         */
        void store(WaitingMessage message, boolean sent, java.util.function.Consumer<Boolean> done);

        /** Tells what became of a message that is in the outbox, or on its way there. */
        void settled(WaitingMessage message, Delivery fate);

        /** Answers, on the session's executor. */
        void answer(IncomingRequest request, WaitingMessage message, SipReply reply, String result);

        /** The answer when XMPP refused. */
        SipReply refusal(WaitingMessage message, StanzaError error);

        /** The answer when the message can neither be passed on nor wait. */
        SipReply undeliverable(WaitingMessage message, Delivery fate);
    }

    Transfer(IncomingRequest request, WaitingMessage message, Pager pager) {
        this.request = request;
        this.message = message;
        this.pager = pager;
    }

    /** Puts it straight into the outbox, behind others for the same recipient. */
    synchronized void queue() {
        if (pager.reserve(message)) {
            store(false);
        } else {
            undeliverable(new Delivery.NotSent("others wait for the same recipient"));
        }
    }

    /** XMPP says what became of the stanza. */
    synchronized void settled(Delivery fate) {
        if (state != State.SENT) {
            pager.settled(message, fate);
        } else if (fate instanceof Delivery.Accepted) {
            answer(SipReply.of(200), "delivered");
        } else if (fate instanceof Delivery.Refused refused) {
            answer(pager.refusal(message, refused.error()), "refused");
        } else if (pager.reserve(message)) {
            store(false);
        } else {
            undeliverable(fate);
        }
    }

    /** The sender has waited long enough. */
    synchronized void holdOver() {
        // Without a place in the outbox there is nothing to promise: the stream's own ping timeout bounds the wait.
        if (state == State.SENT && pager.reserve(message)) {
            store(true);
        }
    }

    private void store(boolean sent) {
        state = State.STORING;
        pager.store(message, sent, this::stored);
    }

    private synchronized void stored(boolean kept) {
        if (kept) {
            answer(SipReply.of(202), "queued");
        } else {
            undeliverable(new Delivery.NotSent("the outbox cannot be written"));
        }
    }

    private void undeliverable(Delivery fate) {
        answer(pager.undeliverable(message, fate), "failed");
    }

    private void answer(SipReply reply, String result) {
        state = State.DONE;
        pager.answer(request, message, reply, result);
    }
}
