package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;

/**
 * Tells the sender of a message that we had already answered with 2xx that it was not delivered after all: by a negative
 * delivery notification when she asked for one (RFC 5438 7.2.1.1), else in words.
 */
final class FailureNotice {
    private static final Logger LOG = LoggerFactory.getLogger(FailureNotice.class);

    private final SipCalls calls;
    private final ConvergedSessions sessions;
    private final AddressMapping addresses;
    private final Clock clock;

    FailureNotice(SipCalls calls, ConvergedSessions sessions, AddressMapping addresses, Clock clock) {
        this.calls = calls;
        this.sessions = sessions;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** @param after run when the notice was answered, well or not */
    void send(WaitingMessage message, String why, Runnable after) {
        Optional<String> from = addresses.xmppUserToUri(message.stanza().to());
        if (from.isEmpty()) {
            after.run();
            return;
        }
        ConvergedSession session = sessions.open();
        Body body = message.imdn().isEmpty() ? words(message, why) : notification(message, from.get());
        session.execute(() ->
                calls.send(session, "MESSAGE", from.get(), message.sender(), List.of(), Optional.of(body), response -> {
                    if (!response.ok()) {
                        LOG.warn("the news that a message failed was answered by {}", response.status());
                    }
                    session.end();
                    after.run();
                }));
    }

    private static Body words(WaitingMessage message, String why) {
        String to = message.stanza().to().bare().text();
        return Body.text("text/plain;charset=UTF-8", "Your message to " + to + " was not delivered (" + why + ").");
    }

    private Body notification(WaitingMessage message, String from) {
        String payload = """
                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn">
                <message-id>%s</message-id>
                <datetime>%s</datetime>
                <recipient-uri>%s</recipient-uri>
                <delivery-notification><status><failed/></status></delivery-notification>
                </imdn>
                """.formatted(
                        escaped(message.imdn()), message.arrived().truncatedTo(ChronoUnit.SECONDS), escaped(from))
                .replace("\n", "\r\n");
        // RFC 5438 7.2.1: an IMDN is a CPIM message whose content is a notification.
        String cpim = "From: <" + from + ">\r\nTo: <" + message.sender() + ">\r\nDateTime: "
                + clock.instant().truncatedTo(ChronoUnit.SECONDS) + "\r\n\r\n"
                + "Content-Type: message/imdn+xml\r\nContent-Disposition: notification\r\nContent-Length: "
                + payload.length() + "\r\n\r\n" + payload;
        return Body.text(Cpim.TYPE, cpim);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
