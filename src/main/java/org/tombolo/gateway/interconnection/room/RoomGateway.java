package org.tombolo.gateway.interconnection.room;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.tombolo.filetransfer.MessageSdp;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.gateway.interconnection.Admission;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.gateway.interconnection.presence.TimerWheel;
import org.tombolo.identity.DomainList;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.Warning;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.SelectiveHandler;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;

/**
 * IMS users in XMPP rooms (RFC 7702 6): who calls a room's address enters it, and who is invited to one is called. What is of
 * no room passes.
 */
public final class RoomGateway extends SelectiveHandler implements SipHandler, AutoCloseable {
    private static final String TAKEN = "m=message with message/cpim over TCP/MSRP or TCP/TLS/MSRP";
    /** A stream that is away for longer leaves nobody in a room. */
    private static final long GRACE = 60;

    private final Options options;
    private final Ports ports;
    private final RoomParts parts;
    private final RoomInvitations invitations;
    /** One for each component. */
    private final Map<String, TimerWheel.Timer> graces = new ConcurrentHashMap<>();

    /**
     * What the gateway is told by the settings.
     *
     * @param rooms domains of rooms
     * @param history how many of its last messages are wanted from a room
     * @param ring how long an IMS user may take to accept an invitation
     */
    public record Options(DomainList rooms, int history, Duration ring) {}

    /**
     * What the gateway stands on.
     *
     * @param chats whether a phone of the IMS user with this URI takes MSRP sessions
     * @param timers turns the wheel of timers
     * @param work runs what is due
     */
    public record Ports(
            XmppLink link,
            SipCalls calls,
            SipSubscriptions subscriptions,
            ConvergedSessions sessions,
            MsrpSessions msrp,
            AddressMapping addresses,
            Predicate<String> chats,
            ScheduledExecutorService timers,
            Executor work,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {}

    /** @param others gets the link's events, but for what is of rooms */
    public RoomGateway(Options options, Ports ports, XmppHandler others) {
        super(others);
        this.options = options;
        this.ports = ports;
        this.parts = new RoomParts(
                ports.link(),
                ports.addresses(),
                new RoomDirectory(),
                new TimerWheel(ports.timers(), ports.work()),
                options.history(),
                ports.trace(),
                RoomParts.Counts.of(ports.metrics()),
                ports.clock());
        this.invitations = new RoomInvitations(ports, parts, options.ring(), others);
        ports.metrics().gauge("tombolo_room_sessions", parts.directory()::size);
    }

    // ---- SIP -----------------------------------------------------------------------------------------------------

    /** Whether a request is ours: an INVITE to a room, or a SUBSCRIBE to its events (RFC 4575). */
    public boolean serves(SipRequest request) {
        boolean method = request.method().equals("INVITE")
                || (request.method().equals("SUBSCRIBE") && RoomSubscriptions.isConference(request));
        return method
                && ports.addresses().isXmpp(request.requestUri())
                && SipAddress.parse(request.requestUri())
                        .filter(uri -> options.rooms().has(uri.host()))
                        .isPresent();
    }

    /** Serves a request. Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        Admission admission = Admission.of(request, ports.addresses());
        if (admission instanceof Admission.Refused refused) {
            refuse(request, refused.reply());
            return;
        }
        SessionParties parties = ((Admission.Admitted) admission).parties();
        Optional<RoomAddress> room = RoomAddress.of(parties.xmpp());
        if (room.isEmpty()) {
            refuse(request, SipReply.refusal(404, "this is no address of a room"));
        } else if (request.message().method().equals("INVITE")) {
            judge(request, room.get(), user(request, parties));
        } else {
            subscribe(request, room.get(), parties);
        }
    }

    /** RFC 7702 6.1: each session is an occupant of its own, whom no other device of hers can get in the way of. */
    private static RoomUser user(IncomingRequest request, SessionParties parties) {
        SipRequest invite = request.message();
        boolean anonymous = Privacy.of(invite).anonymous();
        Jid ims = parties.ims();
        return new RoomUser(
                new Jid(ims.local(), ims.domain(), request.session().id().value()),
                anonymous ? CpimAddress.ANONYMOUS : parties.imsUri(),
                List.of(parties.imsUri(), invite.from()),
                Nickname.usual(parties.xmpp().resource()).orElseGet(() -> Nickname.of(invite, anonymous, ims)));
    }

    private void judge(IncomingRequest request, RoomAddress room, RoomUser user) {
        try {
            Body offer = request.message()
                    .body()
                    .filter(body -> body.is(Body.SDP) && MessageSdp.offersMessages(body.text()))
                    .orElse(null);
            if (offer == null) {
                refuse(request, unfit());
                return;
            }
            MessageMedia media = MessageSdp.media(offer);
            if (media.file().isPresent() || !RoomPeer.of(media).takesRoom()) {
                // RFC 7701 5.2
                refuse(request, unfit());
            } else {
                accept(request, room, user, offer, media);
            }
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private static SipReply unfit() {
        return SipReply.of(488).with(Warning.incompatibleMediaFormat("we take " + TAKEN));
    }

    private void accept(IncomingRequest request, RoomAddress room, RoomUser user, Body offer, MessageMedia media) {
        ConvergedSession session = request.session();
        RoomSession entrant =
                new RoomSession(session, parts, room, user, ports.random().nextLong(1L << 62));
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), media.tls(), session::execute, entrant);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            session.attach(entrant);
            parts.directory().add(entrant);
            entrant.called(opened.session(), request.leg(entrant), offer, media);
        } else if (media.tls()) {
            refuse(request, SipReply.of(488).with(Warning.incompatibleMediaFormat("no MSRP over TLS here")));
        } else {
            String why = ((MsrpSessions.Opening.Refused) opening).why();
            refuse(request, SipReply.refusal(503, why).with(new Header("Retry-After", "10")));
        }
    }

    /** RFC 4575 3.5: who is in the room may know who else is. */
    private void subscribe(IncomingRequest request, RoomAddress room, SessionParties parties) {
        Optional<RoomSession> session = parts.directory().of(room.jid(), parties.imsUri());
        if (session.isPresent()) {
            session.get().subscriptions().take(request, ports.subscriptions());
        } else {
            refuse(request, SipReply.refusal(403, "you are not in this room"));
        }
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }

    // ---- XMPP ----------------------------------------------------------------------------------------------------

    @Override
    public void message(XmppMessage stanza) {
        Optional<RoomSession> session = parts.directory().find(stanza.from(), stanza.to());
        if (session.isPresent()) {
            session.get().session().execute(() -> session.get().take(stanza));
        } else if (isRoom(stanza.from(), stanza.to()) && stanza.type().equals("groupchat")) {
            bounce(stanza);
        } else if (!invitations.take(stanza, isRoom(stanza.from(), stanza.to()))) {
            super.message(stanza);
        }
    }

    /** XEP-0045 8.3 (18.1.2 in older versions): a room lets go of an occupant whose stanzas come back. */
    private void bounce(XmppMessage stanza) {
        var unused = ports.link()
                .send(new XmppMessage(
                        stanza.id(),
                        stanza.to(),
                        stanza.from(),
                        "error",
                        "",
                        "",
                        "",
                        "",
                        Optional.of(ErrorMapping.error("recipient-unavailable", "she is not in the room any more"))));
    }

    @Override
    public void presence(XmppPresence stanza) {
        Optional<RoomSession> session = parts.directory().find(stanza.from(), stanza.to());
        if (session.isPresent()) {
            session.get().session().execute(() -> session.get().take(stanza));
        } else if (!isRoom(stanza.from(), stanza.to()) || stanza.room().isEmpty()) {
            super.presence(stanza);
        }
    }

    private boolean isRoom(Jid from, Jid to) {
        return options.rooms().has(from.domain()) && ports.addresses().maySend(from, to);
    }

    @Override
    public void up(String domain) {
        grace(domain).stop();
        super.up(domain);
        by(domain).forEach(session -> session.session().execute(session::up));
    }

    @Override
    public void down(String domain, String reason) {
        grace(domain).set(GRACE);
        super.down(domain, reason);
    }

    private TimerWheel.Timer grace(String domain) {
        return graces.computeIfAbsent(domain, d -> parts.wheel().timer(() -> giveUp(d)));
    }

    private void giveUp(String domain) {
        end(by(domain), "the XMPP server is away", new RoomExit(503, "the rooms cannot be reached"));
    }

    /** Those who are in rooms by way of a component. */
    private List<RoomSession> by(String domain) {
        return parts.directory().all().stream()
                .filter(session -> session.user().jid().domain().equalsIgnoreCase(domain))
                .toList();
    }

    private static void end(Collection<RoomSession> sessions, String why, RoomExit exit) {
        for (RoomSession session : sessions) {
            session.session().execute(() -> session.end(why, exit.header()));
        }
    }

    /** Everybody leaves: both sides are told. */
    @Override
    public void close() {
        end(parts.directory().all(), "the gateway stops", new RoomExit(503, "the gateway stops"));
        parts.wheel().close();
    }
}
