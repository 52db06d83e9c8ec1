package org.tombolo.sip.servlet;

import java.util.ArrayDeque;
import java.util.Optional;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.tombolo.sip.SipReply;

/** Our provisional responses to one INVITE: reliable where the caller requires that, or they carry SDP and she takes it so (RFC 3262 3). */
final class ReliableReplies {
    private static final String OPTION = "100rel";
    /** What waits for one PRACK; a gateway says that it rings, and what the early media are. */
    private static final int MOST = 10;

    private final SipServletRequest invite;
    private final ArrayDeque<SipReply> waiting = new ArrayDeque<>();
    private boolean unacknowledged;

    ReliableReplies(SipServletRequest invite) {
        this.invite = invite;
    }

    /** Keeps a reply that has to wait for a PRACK; false when it can be sent now. */
    boolean holds(SipReply reply) {
        // RFC 3262 3: one at a time, and no 2xx before an answer in a 1xx is acknowledged; a refusal need not wait.
        if (!unacknowledged || reply.status() >= 300 || waiting.size() >= MOST) {
            waiting.clear();
            return false;
        }
        waiting.add(reply);
        return true;
    }

    /** Sends a provisional response, or any other. */
    void send(SipServletMessage message, SipReply reply) throws java.io.IOException {
        if (message instanceof SipServletResponse response && isReliable(reply)) {
            try {
                response.sendReliably();
                unacknowledged = true;
                return;
            } catch (Rel100Exception e) {
                throw new IllegalStateException("the container sends it not reliably: " + e.getReason(), e);
            }
        }
        message.send();
    }

    /** Whether a reply goes reliably, so that SDP in it counts. */
    boolean isReliable(SipReply reply) {
        boolean provisional = reply.status() > 100 && reply.status() < 200;
        return provisional
                && (names("Require") || (names("Supported") && reply.body().isPresent()));
    }

    private boolean names(String header) {
        return SipMessages.values(invite, header).stream().anyMatch(line -> line.contains(OPTION));
    }

    /** A PRACK came: what waits goes on, one by one. */
    Optional<SipReply> acknowledged() {
        unacknowledged = false;
        return Optional.ofNullable(waiting.poll());
    }
}
