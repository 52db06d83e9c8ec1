package org.tombolo.gateway.interconnection;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.Receipts.Notification;
import org.tombolo.gateway.interconnection.StanzaId.Wanted;
import org.tombolo.msrp.cpim.Disposition;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;

/**
 * Tells the sender of a message that we had already answered with 2xx that it was not delivered after all: by a negative
 * delivery notification when she asked for one (RFC 5438 8.2), else in words.
 */
final class FailureNotice {
    private static final Logger LOG = LoggerFactory.getLogger(FailureNotice.class);

    private final SipCalls calls;
    private final ConvergedSessions sessions;
    private final AddressMapping addresses;
    private final Receipts receipts;

    FailureNotice(SipCalls calls, ConvergedSessions sessions, AddressMapping addresses, Receipts receipts) {
        this.calls = calls;
        this.sessions = sessions;
        this.addresses = addresses;
        this.receipts = receipts;
    }

    /** @param after run when the notice was answered, well or not; at once when the message was itself a notification */
    void send(WaitingMessage message, String why, Runnable after) {
        Optional<String> from = addresses.xmppUserToUri(message.stanza().to());
        if (from.isEmpty() || message.stanza().body().isEmpty()) {
            // RFC 5438 7.2.1: no notification of a notification.
            after.run();
            return;
        }
        Optional<Notification> negative = StanzaId.wanted(message.stanza().id())
                .filter(wanted -> wanted.has(Disposition.NEGATIVE_DELIVERY))
                .map(wanted -> negative(wanted, message, from.get()));
        String to = negative.map(Notification::to).orElse(message.sender());
        Body body = negative.map(Notification::body).orElseGet(() -> words(message, why));
        ConvergedSession session = sessions.open();
        session.execute(() -> calls.send(session, "MESSAGE", from.get(), to, List.of(), Optional.of(body), response -> {
            if (!response.ok()) {
                LOG.warn("the news that a message failed was answered by {}", response.status());
            }
            session.end();
            after.run();
        }));
    }

    private Notification negative(Wanted wanted, WaitingMessage message, String from) {
        return receipts.notification(wanted, Imdn.Status.FAILED, from, message.sender());
    }

    private static Body words(WaitingMessage message, String why) {
        String to = message.stanza().to().bare().text();
        return Body.text("text/plain;charset=UTF-8", "Your message to " + to + " was not delivered (" + why + ").");
    }
}
