package org.tombolo.gateway.interconnection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.MessageSdp;
import org.tombolo.gateway.interconnection.AddressMapping.ImsTarget;
import org.tombolo.identity.Associations;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.metrics.Metrics;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.ConvergedSessions;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipCalls;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.sip.Warning;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.SelectiveHandler;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppMessage;

/**
 * Chats between IMS users by MSRP and XMPP users (RFC 7573), begun by either. Stanzas that belong to no chat go to pager
 * mode.
 */
public final class ChatGateway extends SelectiveHandler implements SipHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChatGateway.class);
    private static final String TAKEN = "m=message with text/plain or message/cpim over TCP/MSRP or TCP/TLS/MSRP";

    private final Options options;
    private final Ports ports;
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
            ChatTracking tracking,
            Trace trace,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {}

    /** @param pager gets the link's events, but for what belongs to a chat */
    public ChatGateway(Options options, Ports ports, XmppHandler pager) {
        super(pager);
        this.options = options;
        this.ports = ports;
        this.addresses = new AddressMapping(options.domains(), ports.associations());
        this.parts = new ChatParts(
                ports.link(),
                directory,
                pager::message,
                options.idle(),
                options.ring(),
                ports.tracking(),
                ports.trace(),
                ChatParts.Counts.of(ports.metrics()),
                ports.clock());
        ports.metrics().gauge("tombolo_chats_active", directory::size);
    }

    /** Whether a request is ours: an INVITE to an XMPP user that offers messages. */
    public boolean serves(SipRequest request) {
        boolean messages = request.method().equals("INVITE")
                && request.body()
                        .filter(body -> body.is(Body.SDP) && MessageSdp.offersMessages(body.text()))
                        .isPresent();
        if (!messages) {
            return false;
        }
        return Admission.isForXmpp(request, addresses);
    }

    /** RFC 7573 5: an IMS user begins a chat. Called on the session's executor. */
    @Override
    public void handle(IncomingRequest request) {
        Admission admission = Admission.of(request, addresses);
        if (admission instanceof Admission.Refused refused) {
            refuse(request, refused.reply());
        } else {
            judge(request, ((Admission.Admitted) admission).parties());
        }
    }

    private void judge(IncomingRequest request, SessionParties parties) {
        Body offer = request.message().body().orElseThrow();
        try {
            MessageMedia media = MessageSdp.media(offer);
            if (media.file().isPresent() || !ChatPeer.of(media, "", "").takesText()) {
                refuse(request, SipReply.of(488).with(Warning.incompatibleMediaFormat("we take " + TAKEN)));
            } else {
                accept(request, parties, offer, media);
            }
        } catch (SdpException e) {
            refuse(request, SipReply.refusal(400, "SDP: " + e.getMessage()));
        }
    }

    private void accept(IncomingRequest request, SessionParties parties, Body offer, MessageMedia media)
            throws SdpException {
        ConvergedSession session = request.session();
        ChatSession chat = new ChatSession(session, parts, parties, sdpId());
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

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }

    @Override
    public void message(XmppMessage stanza) {
        if (stanza.type().equals("error")) {
            error(stanza);
        } else if (!isForSession(stanza) || !take(stanza)) {
            super.message(stanza);
        }
    }

    /** RFC 7572 6: what is too long for pager mode goes by a session, whatever its type, when there can be one. */
    private boolean isForSession(XmppMessage stanza) {
        return stanza.type().equals("chat") || (stanza.type().equals("normal") && isTooLong(stanza));
    }

    private boolean isTooLong(XmppMessage stanza) {
        String from = addresses.xmppUserToUri(stanza.from()).orElse("");
        String to = addresses.imsTarget(stanza.to()).map(ImsTarget::uri).orElse("");
        return PagerWriter.isTooLong(stanza, from, to);
    }

    private void error(XmppMessage stanza) {
        Optional<ChatSession> chat = directory.find(stanza.from(), stanza.to(), stanza.thread());
        if (chat.isEmpty()) {
            super.message(stanza);
            return;
        }
        chat.get().session().execute(() -> {
            if (!chat.get().failed(stanza)) {
                super.message(stanza);
            }
        });
    }

    /** Whether a stanza belongs to a chat, or begins one. */
    private boolean take(XmppMessage received) {
        // XEP-0066: a link that stands beside the text, or instead of one, is said as text.
        XmppMessage stanza = received.saying(PagerWriter.text(received));
        Optional<ChatSession> chat = directory.find(stanza.from(), stanza.to(), stanza.thread());
        if (chat.isPresent()) {
            chat.get().session().execute(() -> chat.get().take(stanza));
            return true;
        }
        return !stanza.body().isEmpty() && begin(stanza);
    }

    /** RFC 7573 4: an XMPP user begins a chat with an IMS user whose phone takes it. */
    private boolean begin(XmppMessage stanza) {
        return Admission.toIms(stanza, addresses)
                .filter(who -> ports.chats().test(who.imsUri()) && invite(stanza, who))
                .isPresent();
    }

    private boolean invite(XmppMessage stanza, SessionParties who) {
        ConvergedSession session = ports.sessions().open();
        SessionParties parties =
                who.thread().isEmpty() ? who.inThread(session.id().value()) : who;
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
            Body offer = chat.offer(opened.session());
            chat.invited(ports.calls()
                    .invite(session, parties.xmppUri(), parties.imsUri(), subject(stanza), Optional.of(offer), chat));
        });
        return true;
    }

    private static List<Header> subject(XmppMessage stanza) {
        return stanza.subject().isEmpty()
                ? List.of()
                : List.of(new Header("Subject", stanza.subject().replaceAll("[\\p{Cntrl}]+", " ")));
    }

    /** RFC 8866 5.2: a number that no other session of ours has. */
    private long sdpId() {
        return ports.random().nextLong(1L << 62);
    }

    /** Ends all chats: both sides are told. */
    public void endAll() {
        for (ChatSession chat : directory.all()) {
            chat.session().execute(() -> chat.end("the gateway stops", true));
        }
    }
}
