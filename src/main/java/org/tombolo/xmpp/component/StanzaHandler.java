package org.tombolo.xmpp.component;

import java.util.Map;
import java.util.Optional;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.StanzaFault;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppRequest;

/** What happens with each stanza that came in. */
final class StanzaHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StanzaHandler.class);

    private final String domain;
    private final XmppHandler handler;
    private final StanzaWriter writer;
    private final Requests requests;
    private final RequestResponder responder;

    /** @param domain the domain of ours that the stream is for */
    StanzaHandler(
            String domain, XmppHandler handler, StanzaWriter writer, Requests requests, RequestResponder responder) {
        this.domain = domain;
        this.handler = handler;
        this.writer = writer;
        this.requests = requests;
        this.responder = responder;
    }

    /** Takes a stanza. What goes wrong with it ends with it. */
    void handle(Stanza stanza) {
        if (isElsewhere(stanza)) {
            // An answer would have to come from that domain, for which a server ends the stream.
            LOG.warn("skipped a stanza from {} to {}, which is not of {}", stanza.getFrom(), stanza.getTo(), domain);
            handler.skipped(StanzaFault.ELSEWHERE);
            return;
        }
        try {
            if (stanza instanceof Message message) {
                handle(message);
            } else if (stanza instanceof Presence presence) {
                handle(presence);
            } else if (stanza instanceof IQ iq) {
                handle(iq);
            }
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("could not handle a stanza from {}", stanza.getFrom(), e);
            answerFailure(stanza);
        }
    }

    /** A server brings us what is for the stream's domain, and nothing for the component of another server. */
    private boolean isElsewhere(Stanza stanza) {
        return stanza.getTo() != null && !stanza.getTo().getDomain().toString().equalsIgnoreCase(domain);
    }

    private void handle(Message message) {
        var read = MessageConverter.read(message);
        if (read.isEmpty()) {
            LOG.warn("skipped a message without an address");
            handler.skipped(StanzaFault.NO_ADDRESS);
            return;
        }
        XmppMessage value = read.get();
        boolean settled = value.error().isPresent()
                && writer.refused(
                        value.id(), value.from().bare().text(), value.error().get());
        if (!settled) {
            handler.message(value);
        }
    }

    private void handle(Presence presence) {
        var read = PresenceConverter.read(presence);
        if (read.isEmpty()) {
            LOG.warn("skipped a presence without an address");
            handler.skipped(StanzaFault.NO_ADDRESS);
            return;
        }
        XmppPresence value = read.get();
        boolean settled = value.error().isPresent()
                && writer.refused(
                        value.id(), value.from().bare().text(), value.error().get());
        if (!settled) {
            handler.presence(value);
        }
    }

    private void handle(IQ iq) {
        if (iq.getType() == IQ.Type.get || iq.getType() == IQ.Type.set) {
            Optional<ConferenceRequest> conference = ConferenceRequest.of(iq);
            if (conference.isPresent()) {
                conference
                        .get()
                        .answer(handler)
                        .exceptionally(StanzaHandler::unknown)
                        .thenAccept(answer -> reply(answer.orElseGet(() -> responder.answer(iq))));
            } else if (!isServed(iq)) {
                reply(CardRequest.of(iq)
                        .flatMap(request -> request.answer(handler))
                        .orElseGet(() -> responder.answer(iq)));
            }
        } else if (!writer.answered(iq.getStanzaId()) && !isAnswer(iq)) {
            LOG.debug("an answer that nobody waits for: {}", iq.getStanzaId());
        }
    }

    /** What is read as a tree is for our gateways; all else the stream answers itself. */
    private boolean isServed(IQ iq) {
        return iq instanceof TreeIq
                && RequestConverter.read(iq)
                        .filter(request -> isServed(request, iq.getStanzaId()))
                        .isPresent();
    }

    private boolean isServed(XmppRequest request, String id) {
        var answer = handler.request(request);
        answer.ifPresent(a -> a.exceptionally(StanzaHandler::failure)
                .thenAccept(said -> offer(RequestConverter.write(request, id, said))));
        return answer.isPresent();
    }

    private static Optional<Stanza> unknown(Throwable cause) {
        LOG.error("it could not be found out whether an address is that of a conference", cause);
        return Optional.empty();
    }

    private static XmppAnswer failure(Throwable cause) {
        LOG.error("a request could not be served", cause);
        return XmppAnswer.failed(new StanzaError("internal-server-error", "cancel", "", ""));
    }

    private boolean isAnswer(IQ iq) {
        return iq.getFrom() != null
                && requests.answered(
                        iq.getStanzaId(), MessageConverter.read(iq.getFrom()), RequestConverter.answer(iq));
    }

    private void answerFailure(Stanza stanza) {
        if (stanza instanceof Message message && message.getType() != Message.Type.error) {
            reply(StanzaBuilder.buildMessage(stanza.getStanzaId())
                    .from(stanza.getTo())
                    .to(stanza.getFrom())
                    .ofType(Message.Type.error)
                    .setError(org.jivesoftware.smack.packet.StanzaError.getBuilder(Condition.internal_server_error)
                            .build())
                    .build());
        }
    }

    /**
     * Answers a stanza that did not parse (RFC 6120 8.3.3.1), so that its sender does not wait in vain.
     *
     * @param name {@code message}, {@code presence} or {@code iq}
     * @param attributes from, to, id and type as far as they were given
     */
    void unparsable(String name, Map<String, String> attributes) {
        handler.skipped(StanzaFault.UNPARSABLE);
        String type = attributes.getOrDefault("type", "normal");
        boolean request = name.equals("iq") && (type.equals("get") || type.equals("set"));
        if (!request && !(name.equals("message") && !type.equals("error"))) {
            return;
        }
        try {
            var error = org.jivesoftware.smack.packet.StanzaError.getBuilder(Condition.bad_request)
                    .build();
            // Both addresses are checked: what we send must be valid whatever we were sent.
            String head = " from='" + escaped(attributes, "to") + "' to='" + escaped(attributes, "from") + "' id='"
                    + org.jivesoftware.smack.util.StringUtils.escapeForXmlAttributeApos(
                            XmlText.clean(attributes.getOrDefault("id", "")))
                    + "' type='error'>";
            offer("<" + name + head + error.toXML(MessageConverter.STREAM) + "</" + name + ">");
        } catch (XmppStringprepException e) {
            LOG.debug("no answer to a stanza without valid addresses");
        }
    }

    private static String escaped(Map<String, String> attributes, String name) throws XmppStringprepException {
        String jid = JidCreate.from(attributes.getOrDefault(name, "")).toString();
        return org.jivesoftware.smack.util.StringUtils.escapeForXmlAttributeApos(jid)
                .toString();
    }

    private void reply(Stanza stanza) {
        offer(MessageConverter.xml(stanza));
    }

    private void offer(String xml) {
        if (!writer.offer(Outgoing.unwatched(xml))) {
            LOG.warn("the queue to the XMPP server is full: an answer is dropped");
        }
    }
}
