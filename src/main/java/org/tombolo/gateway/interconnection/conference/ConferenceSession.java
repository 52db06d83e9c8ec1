package org.tombolo.gateway.interconnection.conference;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.conference.ConferenceInfo;
import org.tombolo.conference.ConferenceReader.Outcome;
import org.tombolo.filetransfer.MessageSdp;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.MsrpDescriptions;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.ChatRoom;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.TraceEvent;
import org.tombolo.xmpp.Conference;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;

/**
 * One XMPP user in one conference of the IMS (RFC 7702 5). CALLING -> NAMING -> ASKING -> INSIDE -> OVER: the INVITE, then the
 * nickname, then who else is there; OVER is reached from all. On the session's executor.
 */
final class ConferenceSession implements LegListener, MsrpListener {
    static final Terms TERMS = Terms.room(
            new AcceptTypes(List.of(Cpim.TYPE), List.of("text/plain", IsComposing.TYPE)),
            ConferenceTalk.LONGEST,
            ChatRoom.FULL);

    private static final Logger LOG = LoggerFactory.getLogger(ConferenceSession.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final long EXPIRES = 3600;

    private enum Phase {
        CALLING,
        NAMING,
        ASKING,
        INSIDE,
        OVER
    }

    private final ConvergedSession session;
    private final ConferenceParts parts;
    private final Visitor visitor;
    private final XmppPresence entering;
    private final ConferenceStanzas stanzas;
    private final VisitorName name;
    private final Occupants occupants;
    private final ConferenceRoster roster;
    private final MsrpDescriptions said;
    private Phase phase = Phase.CALLING;

    private @Nullable MsrpSession msrp;
    private @Nullable Leg leg;
    private @Nullable ChatRoom offers;
    private @Nullable ConferenceTalk talk;

    /** @param entering the presence by which she asks to be let in */
    ConferenceSession(
            ConvergedSession session, ConferenceParts parts, Visitor visitor, XmppPresence entering, long sdpId) {
        this.session = session;
        this.parts = parts;
        this.visitor = visitor;
        this.entering = entering;
        this.stanzas = new ConferenceStanzas(parts.link(), parts.addresses(), visitor);
        this.name = new VisitorName(entering.to().resource(), stanzas);
        this.occupants = new Occupants(visitor);
        this.roster = new ConferenceRoster(stanzas, occupants, this::ask);
        this.said = new MsrpDescriptions(new MessageSdp(sdpId), TERMS);
    }

    ConvergedSession session() {
        return session;
    }

    Visitor visitor() {
        return visitor;
    }

    /** What its visitor may know of it (XEP-0045 6.4, 6.5). */
    Conference described() {
        return phase == Phase.INSIDE ? roster.described(name.text()) : Conference.UNKNOWN;
    }

    // ---- 5.1 to 5.4: how she comes ---------------------------------------------------------------------------------

    /** Our offer for the INVITE. */
    Body offer(MsrpSession ours) {
        msrp = ours;
        return said.offer(ours);
    }

    /** RFC 7702 5.1: the INVITE is on its way. */
    void calling(Leg newLeg) {
        leg = newLeg;
        session.schedule(parts.patience(), () -> {
            if (phase == Phase.CALLING || phase == Phase.NAMING) {
                notLetIn(ErrorMapping.error("remote-server-timeout", "the conference does not answer"));
            }
        });
    }

    @Override
    public void answered(Leg from, Optional<Body> answer) {
        from.acknowledge(Optional.empty());
        if (phase != Phase.CALLING || msrp == null) {
            return;
        }
        try {
            MessageMedia media = MessageSdp.media(answer.orElseThrow(() -> new SdpException("an answer without SDP")));
            // RFC 7701 8: who does not declare it is somebody's phone.
            offers = media.room().orElseThrow(() -> new SdpException("no chat room"));
            if (!media.accept().take(Cpim.TYPE) || !msrp.answered(media)) {
                throw new SdpException("the answer does not fit the offer");
            }
            talk = new ConferenceTalk(session, msrp, visitor, occupants, stanzas, name::text, media, parts.clock());
            phase = Phase.NAMING;
            name.first(msrp, offers, this::named);
        } catch (SdpException e) {
            notLetIn(ErrorMapping.error("item-not-found", "there is no such conference: " + e.getMessage()));
        }
    }

    private void named(Optional<StanzaError> error) {
        if (phase == Phase.NAMING) {
            error.ifPresentOrElse(this::notLetIn, this::subscribe);
        }
    }

    /** RFC 7702 5.3: asks who is there; a conference that does not tell has its visitors among strangers. */
    private void subscribe() {
        phase = Phase.ASKING;
        keepAsking();
        session.schedule(parts.patience(), () -> {
            if (phase == Phase.ASKING) {
                inside();
            }
        });
    }

    private void keepAsking() {
        if (phase != Phase.OVER) {
            ask();
            session.schedule(Duration.ofSeconds(EXPIRES / 2), this::keepAsking);
        }
    }

    private void ask() {
        if (leg != null) {
            leg.send(
                    "SUBSCRIBE",
                    List.of(
                            new Header("Event", "conference"),
                            new Header("Expires", Long.toString(EXPIRES)),
                            new Header("Accept", ConferenceInfo.TYPE)),
                    Optional.empty());
        }
    }

    @Override
    public void requested(Leg from, SipRequest request) {
        boolean conference = request.method().equals("NOTIFY")
                && request.header("Event").orElse("").toLowerCase(Locale.ROOT).startsWith("conference");
        if (conference && phase != Phase.OVER) {
            request.body().filter(body -> body.is(ConferenceInfo.TYPE)).ifPresent(body -> told(body.bytes()));
        }
    }

    private void told(byte[] document) {
        Outcome outcome = roster.told(document, name.all());
        if (outcome == Outcome.DELETED) {
            end("the conference is no more");
        } else if (outcome == Outcome.NEWS && phase == Phase.ASKING) {
            inside();
        }
    }

    private void inside() {
        phase = Phase.INSIDE;
        roster.enter(name.text());
    }

    private void notLetIn(StanzaError error) {
        if (leg != null) {
            leg.end("");
        }
        over(error.condition());
        stanzas.refused(entering, error);
    }

    // ---- 5.5 to 5.7: what she does
    // -----------------------------------------------------------------------------------

    /** A message stanza of hers. */
    void take(XmppMessage stanza) {
        if (stanza.type().equals("error")) {
            return;
        }
        Optional<Extension.MediatedInvitation> invitation = stanza.extension(Extension.MediatedInvitation.class);
        if (phase != Phase.INSIDE || talk == null) {
            stanzas.refused(stanza, ErrorMapping.error("not-acceptable", "you are not in the conference"));
        } else if (invitation.isPresent()) {
            invite(stanza, invitation.get());
        } else if (stanza.to().resource().isEmpty()) {
            talk.toAll(stanza);
        } else {
            talk.toOne(stanza);
        }
    }

    /** RFC 7702 5.7, RFC 4579 5.5. */
    private void invite(XmppMessage stanza, Extension.MediatedInvitation invitation) {
        Optional<String> target = invitation
                .to()
                .flatMap(jid -> parts.addresses().isOurs(jid)
                        ? parts.addresses().jidToImsUri(jid.bare())
                        : parts.addresses().xmppUserToUri(jid.bare()));
        if (target.isEmpty() || leg == null) {
            stanzas.refused(stanza, ErrorMapping.error("item-not-found", "nobody whom a conference could call"));
        } else {
            leg.send(
                    "REFER",
                    List.of(
                            new Header("Refer-To", "<" + target.get() + ">"),
                            new Header("Referred-By", "<" + visitor.uri() + ">")),
                    Optional.empty());
        }
    }

    /** Further presence of hers. */
    void take(XmppPresence stanza) {
        if (stanza.type() == XmppPresence.Type.UNAVAILABLE) {
            leave();
        } else if (stanza.type() == XmppPresence.Type.AVAILABLE && phase == Phase.INSIDE) {
            if (stanza.to().resource().equals(name.text())) {
                stanza.room().ifPresent(entering -> roster.again(name.text()));
            } else if (msrp != null && offers != null) {
                name.change(msrp, offers, stanza);
            }
        }
    }

    // ---- 5.8: how it ends
    // ----------------------------------------------------------------------------------------------

    /** RFC 7702 5.8: she leaves. */
    void leave() {
        if (phase != Phase.OVER) {
            if (leg != null) {
                leg.end("");
            }
            over("the XMPP user leaves");
            stanzas.out(name.text(), "");
        }
    }

    /** Ends it from our side, or from the conference's. */
    void end(String why) {
        if (phase == Phase.CALLING || phase == Phase.NAMING) {
            notLetIn(ErrorMapping.error("service-unavailable", why));
        } else if (phase != Phase.OVER) {
            if (leg != null) {
                leg.end("");
            }
            over(why);
            stanzas.out(name.text(), why);
        }
    }

    @Override
    public void ended(Leg from, LegEnd end) {
        if (phase == Phase.CALLING && end instanceof LegEnd.Refused refused) {
            notLetIn(ErrorMapping.error(
                    ErrorMapping.condition(refused.status()), "SIP: " + refused.status() + " " + refused.reason()));
        } else {
            end("the conference has hung up");
        }
    }

    @Override
    public void closed(SessionEnd end) {
        end("MSRP: " + end.why());
    }

    @Override
    public MessageSink incoming(IncomingMessage message) {
        if (talk == null) {
            message.refuse(MsrpStatus.FORBIDDEN);
            return new WholeMessage(message, ConferenceTalk.LONGEST, content -> {});
        }
        return talk.incoming(message);
    }

    @Override
    public void reoffered(Leg from, Optional<Body> offer) {
        from.answerReoffer(msrp == null ? SipReply.of(488) : said.reanswer(msrp, offer));
    }

    private void over(String why) {
        phase = Phase.OVER;
        LOG.debug("a conference is left: {}", why);
        name.leave();
        if (talk != null) {
            talk.over();
        }
        parts.directory().remove(this);
        parts.trace()
                .record(TraceEvent.internal(
                        session.id(), parts.clock().instant(), "conference " + visitor.focus() + " is left: " + why));
        if (msrp != null) {
            msrp.close();
        }
        session.schedule(FAREWELL, session::end);
    }
}
