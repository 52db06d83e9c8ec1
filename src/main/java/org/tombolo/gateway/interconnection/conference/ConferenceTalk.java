package org.tombolo.gateway.interconnection.conference;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.tombolo.gateway.interconnection.ChatContent;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.gateway.interconnection.MsrpErrors;
import org.tombolo.gateway.interconnection.PagerWriter;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.msrp.IncomingMessage;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.WholeMessage;
import org.tombolo.msrp.cpim.Cpim;
import org.tombolo.msrp.cpim.CpimAddress;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.CpimHeader;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.msrp.sdp.ChatRoom;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/** What is said in a conference, to and by its visitor (RFC 7702 5.5). On the session's executor. */
final class ConferenceTalk {
    static final int LONGEST = 100_000;
    private static final String UTF8 = "text/plain;charset=utf-8";
    /** What is older than this when it comes is history. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final ConvergedSession session;
    private final MsrpSession msrp;
    private final Visitor visitor;
    private final Occupants occupants;
    private final ConferenceStanzas stanzas;
    private final ConferenceWriting writing;
    private final Supplier<String> nickname;
    private final boolean privateMessages;
    private final Clock clock;

    /**
     * @param nickname hers, as it is now
     * @param offered what the conference takes
     */
    ConferenceTalk(
            ConvergedSession session,
            MsrpSession msrp,
            Visitor visitor,
            Occupants occupants,
            ConferenceStanzas stanzas,
            Supplier<String> nickname,
            MessageMedia offered,
            Clock clock) {
        this.session = session;
        this.msrp = msrp;
        this.visitor = visitor;
        this.occupants = occupants;
        this.stanzas = stanzas;
        this.nickname = nickname;
        this.privateMessages = offered.room().filter(ChatRoom::privateMessages).isPresent();
        this.clock = clock;
        this.writing = new ConferenceWriting(
                session, msrp, offered.accept().takeWrapped(IsComposing.TYPE), stanzas, this::self, clock);
    }

    private CpimAddress self() {
        return new CpimAddress(nickname.get(), visitor.uri());
    }

    /** RFC 7702 5.5.1: she says something to all, or gives the conference a subject. */
    void toAll(XmppMessage stanza) {
        String text = PagerWriter.text(stanza);
        if (text.isEmpty() && stanza.subject().isEmpty()) {
            state(stanza, visitor.focus());
            return;
        }
        send(stanza, text, CpimAddress.of(visitor.focus()), () -> {
            if (!text.isEmpty()) {
                stanzas.reflected(stanza, nickname.get());
            }
        });
    }

    /** RFC 7702 5.5.2: she says something to one. */
    void toOne(XmppMessage stanza) {
        String text = PagerWriter.text(stanza);
        Optional<String> uri = occupants.uri(stanza.to().resource());
        if (text.isEmpty()) {
            uri.filter(known -> privateMessages).ifPresent(to -> state(stanza, to));
        } else if (!privateMessages) {
            stanzas.refused(stanza, ErrorMapping.error("feature-not-implemented", "no private messages here"));
        } else if (uri.isEmpty()) {
            stanzas.refused(stanza, ErrorMapping.error("item-not-found", "nobody has this nickname"));
        } else {
            send(stanza, text, CpimAddress.of(uri.get()), () -> {});
        }
    }

    /** Markers have no counterpart. */
    private void state(XmppMessage stanza, String to) {
        stanza.extension(Extension.ChatState.class).ifPresent(news -> writing.state(news.state(), to));
    }

    private void send(XmppMessage stanza, String text, CpimAddress to, Runnable sent) {
        writing.said(to.uri());
        Cpim words = Cpim.of(UTF8, text.getBytes(StandardCharsets.UTF_8)).between(self(), to, clock.instant());
        Cpim whole = stanza.subject().isEmpty()
                ? words
                : words.with(CpimHeader.of("Subject", stanza.subject().replaceAll("\\p{Cntrl}", " ")));
        msrp.send(OutgoingMessage.of(Cpim.TYPE, whole.octets()), new SendListener() {
            @Override
            public void sent() {
                sent.run();
            }

            @Override
            public void failed(MsrpStatus status) {
                stanzas.refused(
                        stanza,
                        status.code() == MsrpStatus.NO_RECIPIENT.code()
                                ? ErrorMapping.error("item-not-found", "MSRP: " + status.text())
                                : MsrpErrors.toStanza(status));
            }
        });
    }

    /** A message from the conference. */
    MessageSink incoming(IncomingMessage message) {
        return new WholeMessage(message, LONGEST, content -> received(message, content));
    }

    private void received(IncomingMessage message, byte[] octets) {
        if (!new Body(message.contentType(), octets).is(Cpim.TYPE)) {
            // RFC 7701 5.2
            message.refuse(MsrpStatus.UNSUPPORTED_TYPE);
            return;
        }
        try {
            Cpim cpim = Cpim.parse(octets);
            ChatContent content = ChatContent.read(cpim);
            if (content instanceof ChatContent.Words words) {
                said(message, cpim, words);
            } else if (content instanceof ChatContent.Composing composing) {
                message.accept();
                writing.news(speaker(cpim), type(cpim), composing.news());
            } else if (content instanceof ChatContent.Refused refused) {
                message.refuse(refused.status());
            } else {
                // What became of messages says nothing to a room.
                message.accept();
            }
        } catch (CpimException e) {
            message.refuse(new MsrpStatus(400, "message/cpim"));
        }
    }

    /** The SEND is answered when the XMPP server has the stanza. */
    private void said(IncomingMessage message, Cpim cpim, ChatContent.Words words) {
        Jid from = speaker(cpim);
        String type = type(cpim);
        writing.heard(from, type);
        Optional<Instant> late = words.sent().filter(sent -> sent.plus(LATE).isBefore(clock.instant()));
        String subject = cpim.subject().map(CpimHeader::value).orElse("");
        stanzas.said(from, type, subject, words.text(), late)
                .thenAccept(fate -> session.execute(() -> settle(message, MsrpErrors.toStatus(fate))));
    }

    private Jid speaker(Cpim cpim) {
        return cpim.from().map(who -> occupants.speaker(who.uri(), who.name())).orElse(visitor.room());
    }

    /** RFC 7701 6.2: what is not for the conference's own address is for her alone. */
    private String type(Cpim cpim) {
        boolean toAll = cpim.to().isEmpty() || cpim.to().stream().anyMatch(to -> same(to.uri(), visitor.focus()));
        return toAll ? "groupchat" : "chat";
    }

    /** It is over. */
    void over() {
        writing.over();
    }

    private static void settle(IncomingMessage message, MsrpStatus status) {
        if (status.ok()) {
            message.accept();
        } else {
            message.refuse(status);
        }
    }

    private static boolean same(String one, String other) {
        return SipAddress.parse(one).equals(SipAddress.parse(other));
    }
}
