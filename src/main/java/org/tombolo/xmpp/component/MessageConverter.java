package org.tombolo.xmpp.component;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppMessage;

/** Between Smack's stanzas and our values. */
final class MessageConverter {
    /** Stanzas are written inside a stream whose default namespace is the component's; their own is left out. */
    static final XmlEnvironment STREAM =
            XmlEnvironment.builder().withNamespace(ClientNamespaceParser.CLIENT).build();

    private MessageConverter() {}

    /** A message as a value; none when the server left out an address. */
    static Optional<XmppMessage> read(Message message) {
        if (message.getFrom() == null || message.getTo() == null) {
            return Optional.empty();
        }
        return Optional.of(new XmppMessage(
                orEmpty(message.getStanzaId()),
                read(message.getFrom()),
                read(message.getTo()),
                message.getType().toString(),
                orEmpty(message.getSubject()),
                orEmpty(message.getThread()),
                orEmpty(message.getLanguage()),
                body(message),
                Optional.ofNullable(message.getError()).map(MessageConverter::read),
                extensions(message)));
    }

    private static List<Extension> extensions(Message message) {
        List<Extension> extensions = ExtensionReader.read(message);
        if (message.getSubject() != null && message.getSubject().isEmpty()) {
            extensions.add(new Extension.EmptySubject());
        }
        return extensions;
    }

    /** The body of the stanza's language, else the first there is (RFC 6121 5.2.3). */
    private static String body(Message message) {
        String body = message.getBody();
        if (body != null) {
            return body;
        }
        return message.getBodies().stream()
                .map(Message.Body::getMessage)
                .findFirst()
                .orElse("");
    }

    /** The address; it has been prepared by the parser. */
    static Jid read(org.jxmpp.jid.Jid jid) {
        return new Jid(orEmpty(jid.getLocalpartOrNull()), jid.getDomain().toString(), orEmpty(jid.getResourceOrNull()));
    }

    static StanzaError read(org.jivesoftware.smack.packet.StanzaError error) {
        String type =
                error.getType() == null ? "cancel" : error.getType().toString().toLowerCase(Locale.ROOT);
        return new StanzaError(
                error.getCondition().toString(),
                type,
                orEmpty(error.getDescriptiveText()),
                orEmpty(error.getConditionText()));
    }

    /**
     * The stanza as it goes on the wire.
     *
     * @throws XmppStringprepException when an address is no JID: Prosody would drop such a stanza without a word
     */
    static String write(XmppMessage message) throws XmppStringprepException {
        MessageBuilder builder = StanzaBuilder.buildMessage(message.id().isEmpty() ? null : message.id())
                .from(JidCreate.from(message.from().text()))
                .to(JidCreate.from(message.to().text()))
                .ofType(Message.Type.fromString(message.type()));
        if (!message.language().isEmpty()) {
            builder.setLanguage(message.language());
        }
        if (!message.subject().isEmpty()) {
            builder.setSubject(XmlText.clean(message.subject()));
        }
        if (!message.thread().isEmpty()) {
            builder.setThread(XmlText.clean(message.thread()));
        }
        if (!message.body().isEmpty()) {
            builder.setBody(XmlText.clean(message.body()));
        }
        message.error().ifPresent(error -> builder.setError(write(error)));
        message.extensions().forEach(extension -> builder.addExtension(ExtensionWriter.write(extension)));
        return xml(builder.build());
    }

    static org.jivesoftware.smack.packet.StanzaError write(StanzaError error) {
        var builder = org.jivesoftware.smack.packet.StanzaError.getBuilder(
                        org.jivesoftware.smack.packet.StanzaError.Condition.fromString(error.condition()))
                .setType(org.jivesoftware.smack.packet.StanzaError.Type.fromString(error.type()));
        if (!error.text().isEmpty()) {
            builder.setDescriptiveEnText(XmlText.clean(error.text()));
        }
        if (!error.redirect().isEmpty()) {
            builder.setConditionText(XmlText.clean(error.redirect()));
        }
        return builder.build();
    }

    static String xml(Stanza stanza) {
        // XML 1.0 2.4: the end of a CDATA section may not stand in text. Smack writes it as it is, and it would end the
        // stream. We write no CDATA sections.
        return stanza.toXML(STREAM).toString().replace("]]>", "]]&gt;");
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable CharSequence text) {
        return text == null ? "" : text.toString();
    }
}
