package org.tombolo.gateway.interconnection.conference;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.AddressMapping.ImsTarget;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.identity.Jid;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipCalls;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.Conference;
import org.tombolo.xmpp.RoomPart.Entering;
import org.tombolo.xmpp.SelectiveHandler;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

/**
 * XMPP users in conferences of the IMS (RFC 7702 5): who enters {@code conference@COMPONENT} as a room calls the conference. What is
 * of no conference passes.
 */
public final class ConferenceGateway extends SelectiveHandler implements AutoCloseable {
    /** RFC 3841 9.2: for a conference's focus and for nobody's phone, which would ring. */
    private static final Header FOCUS_ONLY = new Header("Accept-Contact", "*;isfocus;require;explicit");

    /** RFC 3261 11.1 */
    private static final Header SDP = new Header("Accept", Body.SDP);

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Ports ports;
    private final ConferenceParts parts;
    private final ConferenceProbe probe;

    /** What the gateway stands on. */
    public record Ports(
            XmppLink link,
            SipCalls calls,
            ConvergedSessions sessions,
            MsrpSessions msrp,
            AddressMapping addresses,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {}

    /**
     * @param patience how long a conference may take to let somebody in
     * @param others gets the link's events, but for what is of conferences
     */
    public ConferenceGateway(Ports ports, Duration patience, XmppHandler others) {
        super(others);
        this.ports = ports;
        this.parts = new ConferenceParts(
                ports.link(), ports.addresses(), new ConferenceDirectory(), patience, ports.trace(), ports.clock());
        this.probe = new ConferenceProbe(ports.calls(), ports.sessions(), List.of(FOCUS_ONLY, SDP), ports.clock());
        ports.metrics().gauge("tombolo_conference_sessions", parts.directory()::size);
    }

    @Override
    public void presence(XmppPresence stanza) {
        Optional<ConferenceSession> session = parts.directory().find(stanza.from(), stanza.to());
        if (session.isPresent()) {
            session.get().session().execute(() -> session.get().take(stanza));
        } else if (stanza.type() == Type.AVAILABLE
                && stanza.room().filter(Entering.class::isInstance).isPresent()) {
            enter(stanza);
        } else {
            super.presence(stanza);
        }
    }

    /** An address that may be called as a conference. */
    private Optional<ImsTarget> target(Jid address) {
        return ports.addresses()
                .imsTarget(address.bare())
                .filter(to -> ports.addresses().isOurs(address)
                        && ports.addresses().mayReceive(to)
                        && !ports.addresses().leadsBack(to));
    }

    /** XEP-0045 6.4, 6.5: who is in it is told who else is; others hear what OPTIONS tells (RFC 4579 5.13). */
    @Override
    public CompletableFuture<Optional<Conference>> conference(Jid address, Jid asking) {
        Optional<ConferenceSession> session = parts.directory().find(asking, address);
        if (session.isPresent()) {
            CompletableFuture<Optional<Conference>> told = new CompletableFuture<>();
            session.get()
                    .session()
                    .execute(() -> told.complete(Optional.of(session.get().described())));
            return told.completeOnTimeout(Optional.of(Conference.UNKNOWN), 1, TimeUnit.SECONDS);
        }
        Optional<String> from = ports.addresses()
                .xmppUserToUri(asking.bare())
                .filter(uri -> ports.addresses().maySend(asking, address));
        Optional<ImsTarget> target = target(address);
        return target.isEmpty() || from.isEmpty()
                ? super.conference(address, asking)
                : probe.ask(from.get(), target.get().uri())
                        .thenApply(is -> is ? Optional.of(Conference.UNKNOWN) : Optional.empty());
    }

    private void enter(XmppPresence stanza) {
        Optional<ImsTarget> conference = target(stanza.to());
        Optional<String> from = ports.addresses().xmppUserToUri(stanza.from().bare());
        if (!ports.addresses().maySend(stanza.from(), stanza.to())) {
            refuse(stanza, ErrorMapping.error("forbidden", "users of your domain may not call the IMS"));
        } else if (conference.isEmpty() || from.isEmpty()) {
            refuse(stanza, ErrorMapping.error("item-not-found", "there is no such conference"));
        } else if (stanza.to().resource().isEmpty()) {
            // XEP-0045 7.2.1
            refuse(stanza, ErrorMapping.error("jid-malformed", "a nickname is needed"));
        } else {
            Jid room = stanza.to().bare();
            call(
                    stanza,
                    new Visitor(
                            stanza.from(), from.get(), room, conference.get().uri()));
        }
    }

    private void refuse(XmppPresence stanza, StanzaError error) {
        var unused = ports.link().send(XmppPresence.error(stanza.id(), stanza.to(), stanza.from(), error));
    }

    /** RFC 7702 5.1 */
    private void call(XmppPresence stanza, Visitor visitor) {
        ConvergedSession session = ports.sessions().open();
        ConferenceSession visit = new ConferenceSession(
                session, parts, visitor, stanza, ports.random().nextLong(1L << 62));
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), false, session::execute, visit);
        if (!(opening instanceof MsrpSessions.Opening.Opened opened)) {
            session.end();
            refuse(stanza, ErrorMapping.error("resource-constraint", "too many sessions"));
        } else if (!parts.directory().add(visit)) {
            opened.session().close();
            session.end();
        } else {
            session.attach(visit);
            session.execute(() -> {
                Body offer = visit.offer(opened.session());
                visit.calling(ports.calls()
                        .invite(
                                session,
                                visitor.uri(),
                                visitor.focus(),
                                List.of(FOCUS_ONLY),
                                Optional.of(offer),
                                visit));
            });
        }
    }

    @Override
    public void message(XmppMessage stanza) {
        Optional<ConferenceSession> session = parts.directory().find(stanza.from(), stanza.to());
        if (session.isPresent()) {
            session.get().session().execute(() -> session.get().take(stanza));
        } else {
            super.message(stanza);
        }
    }

    /** A stream that is away for long has told its users that they are out, or has none any more. */
    @Override
    public void down(String domain, String reason) {
        super.down(domain, reason);
        parts.directory().all().stream()
                .filter(session -> session.visitor().room().domain().equalsIgnoreCase(domain))
                .forEach(session -> session.session().schedule(GRACE, () -> endWithout(domain, session)));
    }

    private void endWithout(String domain, ConferenceSession session) {
        if (!ports.link().isUp(domain)) {
            session.end("the XMPP server is away");
        }
    }

    private void endAll(String why) {
        for (ConferenceSession session : parts.directory().all()) {
            session.session().execute(() -> session.end(why));
        }
    }

    @Override
    public void close() {
        endAll("the gateway stops");
    }
}
