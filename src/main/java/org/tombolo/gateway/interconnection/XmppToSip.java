package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.AddressMapping.ImsTarget;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipResponse;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/** Messages from XMPP to SIP (RFC 7572 4). */
final class XmppToSip {
    private static final Logger LOG = LoggerFactory.getLogger(XmppToSip.class);
    private static final int LANE = 100;
    private static final int TOTAL = 20_000;

    private final XmppLink link;
    private final SipCalls calls;
    private final ConvergedSessions sessions;
    private final AddressMapping addresses;
    private final Trace trace;
    private final Clock clock;
    private final Lanes lanes = new Lanes(LANE, TOTAL);
    private final Metrics.Counter delivered;
    private final Metrics.Counter refused;

    XmppToSip(
            XmppLink link,
            SipCalls calls,
            ConvergedSessions sessions,
            AddressMapping addresses,
            Trace trace,
            Metrics metrics,
            Clock clock) {
        this.link = link;
        this.calls = calls;
        this.sessions = sessions;
        this.addresses = addresses;
        this.trace = trace;
        this.clock = clock;
        this.delivered = metrics.counter("tombolo_messages_total", "direction", "xmpp_to_sip", "result", "delivered");
        this.refused = metrics.counter("tombolo_messages_total", "direction", "xmpp_to_sip", "result", "refused");
    }

    /** Passes a message on, or tells its sender why not. Never blocks. */
    void take(XmppMessage message) {
        if (message.body().isEmpty()) {
            // Chat states and receipts have no counterpart in pager mode.
            return;
        }
        Optional<ImsTarget> to = addresses.imsTarget(message.to());
        Optional<String> from = addresses.xmppUserToUri(message.from());
        Optional<StanzaError> refusal = refusal(message, to, from);
        if (refusal.isPresent()) {
            refuse(message, refusal.get());
        } else if (!lanes.offer(
                lane(message),
                done -> send(message, from.orElseThrow(), to.orElseThrow().uri(), done))) {
            refuse(message, ErrorMapping.error("resource-constraint", "too many messages wait for this user"));
        }
    }

    private Optional<StanzaError> refusal(XmppMessage message, Optional<ImsTarget> to, Optional<String> from) {
        if (!addresses.maySend(message.from())) {
            return Optional.of(ErrorMapping.error("forbidden", "users of your domain may not write to IMS users"));
        }
        if (message.type().equals("groupchat")) {
            return Optional.of(ErrorMapping.error("service-unavailable", "no chat rooms here"));
        }
        if (to.isEmpty() || from.isEmpty() || !addresses.isOurs(message.to())) {
            return Optional.of(ErrorMapping.error("item-not-found", "no such user"));
        }
        if (addresses.leadsBack(to.get())) {
            // RFC 7247 8: it would come straight back. What SIP calls 482 is not-acceptable in 7.2.
            return Optional.of(ErrorMapping.error("not-acceptable", to.get().uri() + " leads back to XMPP"));
        }
        if (!addresses.mayReceive(to.get())) {
            return Optional.of(ErrorMapping.error("not-allowed", to.get().domain() + " is no domain to write to"));
        }
        return PagerMapping.tooLong(message, from.get(), to.get().uri()) ? Optional.of(tooLong()) : Optional.empty();
    }

    private static StanzaError tooLong() {
        // RFC 7572 6, RFC 3428 8.
        return ErrorMapping.error(
                "policy-violation", "a message to an IMS user has at most " + PagerMapping.LONGEST + " bytes in all");
    }

    private static String lane(XmppMessage message) {
        return message.from().bare().text() + " " + message.to().bare().text();
    }

    private void send(XmppMessage message, String from, String to, Runnable done) {
        try {
            ConvergedSession session = sessions.open();
            trace(
                    session,
                    message.from().text(),
                    "tombolo",
                    "message to " + message.to().text());
            session.execute(() -> calls.send(
                    session,
                    "MESSAGE",
                    from,
                    to,
                    PagerMapping.headers(message),
                    Optional.of(PagerMapping.body(message)),
                    response -> answered(session, message, response, done)));
        } catch (RuntimeException e) {
            LOG.error("could not send a MESSAGE to {}", to, e);
            refuse(message, ErrorMapping.error("internal-server-error", ""));
            done.run();
        }
    }

    private void answered(ConvergedSession session, XmppMessage message, SipResponse response, Runnable done) {
        if (response.ok()) {
            delivered.increment();
        } else {
            StanzaError error = ErrorMapping.toStanzaError(response, redirect(response));
            trace(session, "tombolo", message.from().text(), "error " + error.condition());
            refuse(message, error);
        }
        session.end();
        done.run();
    }

    /**
     * RFC 7247 7.2: a new address inside the IMS is given as an XMPP address. One by sips stays what it is: whoever
     * follows it must not lose TLS on the way (RFC 7247 8).
     */
    private String redirect(SipResponse response) {
        return SipAddress.parse(response.contact())
                .filter(contact -> !contact.secure())
                .flatMap(addresses::imsUserToJid)
                .map(Jid::uri)
                .orElse(response.contact());
    }

    private void refuse(XmppMessage message, StanzaError error) {
        refused.increment();
        XmppMessage answer = new XmppMessage(
                message.id(), message.to(), message.from(), "error", "", "", "", "", Optional.of(error));
        link.send(answer)
                .thenAccept(fate -> LOG.debug(
                        "{} to {}: {}", error.condition(), message.from().text(), fate));
    }

    private void trace(ConvergedSession session, String from, String to, String summary) {
        trace.record(new TraceEvent(session.id(), clock.instant(), Protocol.XMPP, from, to, summary, ""));
    }
}
