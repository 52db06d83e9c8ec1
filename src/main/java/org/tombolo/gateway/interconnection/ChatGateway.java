package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.AddressMapping.ImsTarget;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Jid;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext.SessionCase;
import org.tombolo.sip.Privacy;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/**
 * Chats between IMS users by MSRP and XMPP users (RFC 7573), begun by either. Stanzas that belong to no chat go to pager
 * mode.
 */
public final class ChatGateway implements SipHandler, XmppHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChatGateway.class);
    private static final String TAKEN = "m=message with text/plain or message/cpim over TCP/MSRP or TCP/TLS/MSRP";

    private final Options options;
    private final Ports ports;
    private final XmppHandler pager;
    private final AddressMapping addresses;
    private final ChatDirectory directory = new ChatDirectory();
    private final ChatParts parts;

    /**
     * What the gateway is told by the settings.
     *
     * @param idle how long nobody may say anything before a chat is ended
     * @param ring how long an IMS user may take to accept a chat
     */
    public record Options(Domains domains, Duration idle, Duration ring) {}

    /**
     * What the gateway stands on.
     *
     * @param chats whether a phone of the IMS user with this URI takes MSRP sessions
     */
    public record Ports(
            XmppLink link,
            SipCalls calls,
            ConvergedSessions sessions,
            MsrpSessions msrp,
            Predicate<String> chats,
            Associations associations,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {}

    /** @param pager gets the link's events, but for what belongs to a chat */
    public ChatGateway(Options options, Ports ports, XmppHandler pager) {
        this.options = options;
        this.ports = ports;
        this.pager = pager;
        this.addresses = new AddressMapping(options.domains(), ports.associations());
        this.parts = new ChatParts(
                ports.link(),
                directory,
                pager::message,
                options.idle(),
                options.ring(),
                ports.trace(),
                ChatParts.Counts.of(ports.metrics()),
                ports.clock());
        ports.metrics().gauge("tombolo_chats_active", directory::size);
    }

    /** Whether a request is ours: an INVITE to an XMPP user that offers messages. */
    public boolean serves(SipRequest request) {
        boolean messages = request.method().equals("INVITE")
                && request.body()
                        .filter(body -> body.is(Body.SDP) && ChatSdp.offersMessages(body.text()))
                        .isPresent();
        if (!messages) {
            return false;
        }
        // An association is a terminating service: on the sender's leg the request goes on (TS 24.229 5.7.1).
        boolean senderLeg =
                request.isc().continues() && request.isc().sessionCase().equals(Optional.of(SessionCase.ORIGINATING));
        return addresses.isXmpp(request.requestUri())
                || (!senderLeg && addresses.xmppTarget(request.requestUri()).isPresent());
    }

    /** RFC 7573 5: an IMS user begins a chat. Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        SipRequest invite = request.message();
        Optional<Target> target = addresses.xmppTarget(invite.requestUri());
        Optional<Jid> from = invite.sender().flatMap(addresses::imsUserToJid);
        if (target.isEmpty()) {
            refuse(request, SipReply.refusal(404, "no XMPP user can have this address"));
        } else if (target.get().secure()) {
            // RFC 7247 8: XMPP cannot promise TLS on every hop.
            refuse(request, SipReply.refusal(416, "sips: cannot be kept on the way to XMPP"));
        } else if (addresses.isOurs(target.get().jid())) {
            refuse(request, SipReply.refusal(482, "this leads back to where it came from"));
        } else if (invite.header("Max-Forwards").filter("0"::equals).isPresent()) {
            refuse(request, SipReply.refusal(483, "too many hops"));
        } else if (from.isEmpty()) {
            refuse(request, SipReply.refusal(403, "the sender is not known by a trusted peer"));
        } else {
            judge(request, target.get(), from.get());
        }
    }

    private void judge(IncomingRequest request, Target target, Jid from) {
        Body offer = request.message().body().orElseThrow();
        try {
            MessageMedia media = ChatSdp.media(offer);
            if (media.file().isPresent() || !ChatPeer.of(media, "", "").takesText()) {
                refuse(request, SipReply.of(488).with(Warning.incompatibleMediaFormat("we take " + TAKEN)));
            } else {
                accept(request, target, from, offer, media);
            }
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private void accept(IncomingRequest request, Target target, Jid from, Body offer, MessageMedia media)
            throws SdpException {
        ConvergedSession session = request.session();
        ChatSession chat = new ChatSession(session, parts, parties(request, target, from), sdpId());
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), media.tls(), session::execute, chat);
        if (opening instanceof MsrpSessions.Opening.Opened opened) {
            session.attach(chat);
            directory.add(chat);
            chat.accept(opened.session(), request.leg(chat), offer, media);
        } else if (media.tls()) {
            refuse(request, SipReply.of(488).with(Warning.incompatibleMediaFormat("no MSRP over TLS here")));
        } else {
            String why = ((MsrpSessions.Opening.Refused) opening).why();
            refuse(request, SipReply.refusal(503, why).with(new Header("Retry-After", "10")));
        }
    }

    /** RFC 3325 7: the XMPP server is outside the trust domain, and the Call-ID may name the phone (RFC 3323 4.1). */
    private ChatParties parties(IncomingRequest request, Target target, Jid from) {
        SipRequest invite = request.message();
        boolean anonymous = Privacy.of(invite).anonymous();
        String name = request.session().id().value();
        Jid ims = anonymous ? new Jid("anonymous", options.domains().component(), name) : from;
        String thread = anonymous ? name : invite.callId();
        String us = addresses.xmppUserToUri(target.jid()).orElse(invite.requestUri());
        return new ChatParties(
                target.jid(), ims, us, invite.sender().orElseThrow().text(), thread);
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }

    @Override
    public void message(XmppMessage stanza) {
        if (stanza.type().equals("error")) {
            error(stanza);
        } else if (!stanza.type().equals("chat") || !take(stanza)) {
            pager.message(stanza);
        }
    }

    private void error(XmppMessage stanza) {
        Optional<ChatSession> chat = directory.find(stanza.from(), stanza.to(), stanza.thread());
        if (chat.isEmpty()) {
            pager.message(stanza);
            return;
        }
        chat.get().session().execute(() -> {
            if (!chat.get().failed(stanza)) {
                pager.message(stanza);
            }
        });
    }

    /** Whether a stanza belongs to a chat, or begins one. */
    private boolean take(XmppMessage stanza) {
        Optional<ChatSession> chat = directory.find(stanza.from(), stanza.to(), stanza.thread());
        if (chat.isPresent()) {
            chat.get().session().execute(() -> chat.get().take(stanza));
            return true;
        }
        return !stanza.body().isEmpty() && begin(stanza);
    }

    /** RFC 7573 4: an XMPP user begins a chat with an IMS user whose phone takes it. */
    private boolean begin(XmppMessage stanza) {
        Optional<ImsTarget> to = addresses.imsTarget(stanza.to());
        Optional<String> from = addresses.xmppUserToUri(stanza.from().bare());
        boolean allowed = to.isPresent()
                && from.isPresent()
                && addresses.isOurs(stanza.to())
                && addresses.maySend(stanza.from())
                && addresses.mayReceive(to.get())
                && !addresses.leadsBack(to.get())
                && ports.chats().test(to.get().uri());
        // Whatever else is wrong with it, pager mode has the right error.
        return allowed && invite(stanza, from.orElseThrow(), to.orElseThrow().uri());
    }

    private boolean invite(XmppMessage stanza, String from, String to) {
        ConvergedSession session = ports.sessions().open();
        String thread = stanza.thread().isEmpty() ? session.id().value() : stanza.thread();
        ChatParties parties = new ChatParties(stanza.from(), stanza.to(), from, to, thread);
        ChatSession chat = new ChatSession(session, parts, parties, sdpId());
        MsrpSessions.Opening opening = ports.msrp().open(session.id(), false, session::execute, chat);
        if (!(opening instanceof MsrpSessions.Opening.Opened opened)) {
            LOG.debug("no chat: {}", opening);
            session.end();
            return false;
        }
        session.attach(chat);
        directory.add(chat);
        session.execute(() -> {
            chat.take(stanza);
            Body offer = chat.sdp().offer(opened.session().offer(ChatSession.TERMS));
            chat.invited(
                    opened.session(),
                    ports.calls().invite(session, from, to, List.of(), Optional.of(offer), chat),
                    offer);
        });
        return true;
    }

    /** RFC 8866 5.2: a number that no other session of ours has. */
    private long sdpId() {
        return ports.random().nextLong(1L << 62);
    }

    @Override
    public void up() {
        pager.up();
    }

    @Override
    public void down(String reason) {
        pager.down(reason);
    }

    /** Ends all chats: both sides are told. */
    public void endAll() {
        for (ChatSession chat : directory.all()) {
            chat.session().execute(() -> chat.end("the gateway stops", true));
        }
    }
}
