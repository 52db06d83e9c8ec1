package org.tombolo.gateway.interconnection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.filetransfer.MessageSdp;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.trace.TraceEvent;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState.State;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.XmppMessage;

/**
 * One chat between an IMS user by MSRP and an XMPP user (RFC 7573). INVITING -> TALKING -> OVER, and INVITING -> OVER; a chat
 * that the IMS user began is TALKING from the start. On the session's executor.
 */
final class ChatSession implements LegListener, MsrpListener {
    /** More than people write; what XMPP servers take is more. */
    static final int LONGEST = 100_000;

    static final Terms TERMS = Terms.chat(ChatContent.TAKEN, LONGEST);

    private static final Logger LOG = LoggerFactory.getLogger(ChatSession.class);
    /** Messages that may wait until the IMS user has accepted the chat. */
    private static final int MOST_WAITING = 50;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private enum Phase {
        INVITING,
        TALKING,
        OVER
    }

    private final ConvergedSession session;
    private final ChatParts parts;
    private final MsrpDescriptions said;
    private final String pair;
    private final ChatToXmpp toXmpp;
    private final Queue<XmppMessage> waiting = new ArrayDeque<>();
    private volatile SessionParties parties;
    private Phase phase = Phase.INVITING;
    private Instant lastWord;
    private boolean opened;
    private @Nullable MsrpSession msrp;
    private @Nullable ChatToSip toSip;
    private @Nullable Leg leg;

    ChatSession(ConvergedSession session, ChatParts parts, SessionParties parties, long sdpId) {
        this.session = session;
        this.parts = parts;
        this.parties = parties;
        this.pair = parties.pair();
        this.said = new MsrpDescriptions(new MessageSdp(sdpId), TERMS);
        this.toXmpp = new ChatToXmpp(session, parts, () -> this.parties);
        this.lastWord = parts.clock().instant();
    }

    ConvergedSession session() {
        return session;
    }

    String pair() {
        return pair;
    }

    String thread() {
        return parties.thread();
    }

    /** The IMS user has offered the chat; answers it. */
    void accept(MsrpSession ours, Leg newLeg, Body offer, MessageMedia media) throws SdpException {
        msrp = ours;
        leg = newLeg;
        Body answer = said.answer(ours, offer, media);
        talk(ours, media);
        newLeg.reply(SipReply.of(200).with(answer));
    }

    /** Our offer for the INVITE, when the XMPP user begins the chat. */
    Body offer(MsrpSession ours) {
        msrp = ours;
        return said.offer(ours);
    }

    /** The XMPP user begins the chat. */
    void invited(Leg newLeg) {
        leg = newLeg;
        session.schedule(parts.ring(), () -> {
            if (phase == Phase.INVITING) {
                fallBack("the IMS user did not accept the chat in time");
            }
        });
    }

    private void talk(MsrpSession ours, MessageMedia media) {
        phase = Phase.TALKING;
        ChatPeer peer = ChatPeer.of(media, parties.xmppUri(), parties.imsUri());
        toSip = new ChatToSip(ours, parts, peer, toXmpp, () -> opened);
        watchIdle(parts.idle());
        for (XmppMessage stanza = waiting.poll(); stanza != null; stanza = waiting.poll()) {
            toSip.words(stanza);
        }
    }

    private void watchIdle(Duration time) {
        session.schedule(time, () -> {
            Duration silence = Duration.between(lastWord, parts.clock().instant());
            if (phase != Phase.TALKING) {
                return;
            }
            if (silence.compareTo(parts.idle()) >= 0) {
                end("nobody said anything for " + parts.idle().toSeconds() + " s", true);
            } else {
                watchIdle(parts.idle().minus(silence));
            }
        });
    }

    /** Something from the XMPP user. */
    void take(XmppMessage stanza) {
        if (phase == Phase.OVER) {
            if (!stanza.body().isEmpty()) {
                parts.pager().accept(stanza);
            }
            return;
        }
        // RFC 6121 5.1: what follows goes to the device that she writes from.
        parties = parties.with(stanza.from());
        stanza.extension(Extension.Received.class).ifPresent(r -> receipt(r.id(), false));
        stanza.extension(Extension.Marker.class).ifPresent(m -> receipt(m.id(), m.mark() != Mark.RECEIVED));
        if (!stanza.body().isEmpty()) {
            words(stanza);
        }
        stanza.extension(Extension.ChatState.class).ifPresent(s -> state(s.state(), stanza));
    }

    private void receipt(String id, boolean displayed) {
        if (toSip != null && displayed) {
            toXmpp.seen(id, toSip);
        } else if (toSip != null) {
            toXmpp.receipt(id, toSip);
        }
    }

    private void words(XmppMessage stanza) {
        lastWord = parts.clock().instant();
        if (toSip != null) {
            toSip.words(stanza);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(stanza);
        } else {
            parts.pager().accept(stanza);
        }
    }

    private void state(State now, XmppMessage stanza) {
        if (now == State.GONE) {
            end("the XMPP user has left", false);
        } else if (toSip != null && stanza.body().isEmpty()) {
            toSip.state(now);
        }
    }

    /** An error for a stanza of ours; whether it was one of this chat. */
    boolean failed(XmppMessage error) {
        return toSip != null
                && error.error().isPresent()
                && toXmpp.failed(error.id(), error.error().get(), toSip);
    }

    @Override
    public void opened() {
        opened = true;
    }

    @Override
    public MessageSink incoming(IncomingMessage message) {
        return new WholeMessage(message, LONGEST, content -> received(message, content));
    }

    private void received(IncomingMessage message, byte[] octets) {
        ChatContent content = ChatContent.read(message.contentType(), octets);
        lastWord = parts.clock().instant();
        if (content instanceof ChatContent.Words words) {
            toXmpp.words(message, words);
        } else if (content instanceof ChatContent.Refused refused) {
            toXmpp.refused(message, refused.status());
        } else {
            message.accept();
            news(content);
        }
    }

    private void news(ChatContent content) {
        if (content instanceof ChatContent.Composing composing) {
            toXmpp.composing(composing.news());
        } else if (content instanceof ChatContent.Notification notification && toSip != null) {
            toSip.notified(notification.imdn());
        }
    }

    /** RFC 4975 5.4: the end of the connection is the end of the session; SIP has to hear of it. */
    @Override
    public void closed(SessionEnd end) {
        end("MSRP: " + end.why(), opened);
    }

    @Override
    public void answered(Leg from, Optional<Body> answer) {
        from.acknowledge(Optional.empty());
        if (phase != Phase.INVITING || msrp == null) {
            return;
        }
        try {
            MessageMedia media = MessageSdp.media(answer.orElseThrow(() -> new SdpException("an answer without SDP")));
            ChatPeer peer = ChatPeer.of(media, "", "");
            if (!peer.takesText() || !msrp.answered(media)) {
                fallBack("the answer does not fit the offer");
                return;
            }
            talk(msrp, media);
        } catch (SdpException e) {
            fallBack("SDP: " + e.getMessage());
        }
    }

    @Override
    public void reoffered(Leg from, Optional<Body> offer) {
        from.answerReoffer(msrp == null ? SipReply.of(488) : said.reanswer(msrp, offer));
    }

    @Override
    public void ended(Leg from, LegEnd end) {
        if (phase == Phase.INVITING) {
            fallBack("the IMS user does not chat: " + end);
        } else {
            // RFC 7573 6.1: BYE is gone.
            over("the IMS user has left", true);
        }
    }

    /** No chat comes of it: what waits goes as pager-mode messages. */
    private void fallBack(String why) {
        if (leg != null) {
            leg.end("");
        }
        over(why, false);
    }

    /** Ends the chat from our side. */
    void end(String why, boolean tellXmpp) {
        if (phase != Phase.OVER && leg != null) {
            leg.end("");
        }
        over(why, tellXmpp);
    }

    private void over(String why, boolean tellXmpp) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        LOG.debug("chat ends: {}", why);
        parts.directory().remove(this);
        parts.trace().record(TraceEvent.internal(session.id(), parts.clock().instant(), "chat ends: " + why));
        if (tellXmpp) {
            toXmpp.gone();
        }
        if (msrp != null) {
            msrp.close();
        }
        waiting.forEach(parts.pager());
        waiting.clear();
        // What MSRP still has to tell of its messages comes before the session's executor is gone.
        session.schedule(FAREWELL, session::end);
    }
}
