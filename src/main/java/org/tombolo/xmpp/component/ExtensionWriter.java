package org.tombolo.xmpp.component;

import static java.util.Map.entry;

import java.io.StringReader;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smackx.chatstates.packet.ChatStateExtension;
import org.jivesoftware.smackx.delay.packet.DelayInformation;
import org.jivesoftware.smackx.message_correct.element.MessageCorrectExtension;
import org.jivesoftware.smackx.muc.packet.MUCUser;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jivesoftware.smackx.xhtmlim.packet.XHTMLExtension;
import org.tombolo.xmpp.Extension;

/** From our values to Smack's extension elements. */
final class ExtensionWriter {
    private static final Map<Class<? extends Extension>, Function<Extension, ExtensionElement>> WRITERS = Map.ofEntries(
            writer(Extension.ReceiptRequest.class, e -> new DeliveryReceiptRequest()),
            writer(Extension.Received.class, e -> element("received", DeliveryReceipt.NAMESPACE, "id", e.id())),
            writer(Extension.Markable.class, e -> element("markable", ExtensionReader.MARKERS)),
            writer(Extension.Marker.class, ExtensionWriter::marker),
            writer(Extension.ChatState.class, ExtensionWriter::chatState),
            writer(Extension.Xhtml.class, ExtensionWriter::xhtml),
            writer(Extension.OutOfBand.class, ExtensionWriter::outOfBand),
            writer(Extension.SharedFile.class, ExtensionWriter::sharedFile),
            writer(Extension.StoreHint.class, e -> element("store", ExtensionReader.HINTS)),
            writer(Extension.Delay.class, ExtensionWriter::delay),
            writer(Extension.DirectInvitation.class, ExtensionWriter::direct),
            writer(Extension.MediatedInvitation.class, ExtensionWriter::mediated),
            writer(Extension.CallMessage.class, CallMessages::write),
            writer(Extension.Declined.class, ExtensionWriter::declined),
            writer(
                    Extension.StanzaId.class,
                    e -> element("stanza-id", ExtensionReader.STANZA_IDS, "id", e.id(), "by", e.by())),
            // It stands in the subject, which the stanza has.
            writer(Extension.EmptySubject.class, e -> element("subject", ClientNamespaceParser.CLIENT)),
            writer(
                    Extension.Correction.class,
                    e -> element("replace", MessageCorrectExtension.NAMESPACE, "id", e.id())));

    private ExtensionWriter() {}

    /**
     * The element for a value.
     *
     * @throws IllegalArgumentException when it holds XML that is not well-formed: it would end the stream for everybody
     */
    static ExtensionElement write(Extension extension) {
        return Objects.requireNonNull(WRITERS.get(extension.getClass())).apply(extension);
    }

    private static <E extends Extension> Map.Entry<Class<E>, Function<Extension, ExtensionElement>> writer(
            Class<E> type, Function<E, ExtensionElement> write) {
        return entry(type, extension -> write.apply(type.cast(extension)));
    }

    private static ExtensionElement marker(Extension.Marker marker) {
        return element(marker.mark().name().toLowerCase(Locale.ROOT), ExtensionReader.MARKERS, "id", marker.id());
    }

    private static ExtensionElement chatState(Extension.ChatState chat) {
        return element(chat.state().name().toLowerCase(Locale.ROOT), ChatStateExtension.NAMESPACE);
    }

    private static ExtensionElement xhtml(Extension.Xhtml xhtml) {
        String body = XmlText.clean(xhtml.body());
        checkWellFormed(body);
        XHTMLExtension element = new XHTMLExtension();
        element.addBody(body);
        return element;
    }

    private static ExtensionElement outOfBand(Extension.OutOfBand file) {
        var builder = StandardExtensionElement.builder("x", ExtensionReader.OUT_OF_BAND)
                .addElement("url", XmlText.clean(file.url()));
        return (file.description().isEmpty() ? builder : builder.addElement("desc", XmlText.clean(file.description())))
                .build();
    }

    // XEP-0447 3: what the file is, and where.
    private static ExtensionElement sharedFile(Extension.SharedFile file) {
        var metadata = StandardExtensionElement.builder("file", ExtensionReader.FILE_METADATA);
        if (!file.type().isEmpty()) {
            metadata.addElement("media-type", XmlText.clean(file.type()));
        }
        if (!file.name().isEmpty()) {
            metadata.addElement("name", XmlText.clean(file.name()));
        }
        file.size().ifPresent(size -> metadata.addElement("size", String.valueOf(size)));
        file.thumbnail()
                .ifPresent(t -> metadata.addElement(
                        element("thumbnail", ExtensionReader.THUMBNAIL, "uri", t.url(), "media-type", t.type())));
        boolean shown = file.type().startsWith("image/");
        return StandardExtensionElement.builder("file-sharing", ExtensionReader.SHARED_FILE)
                .addAttribute("disposition", shown ? "inline" : "attachment")
                .addElement(metadata.build())
                .addElement(StandardExtensionElement.builder("sources", ExtensionReader.SHARED_FILE)
                        .addElement(element("url-data", ExtensionReader.URL_DATA, "target", file.url()))
                        .build())
                .build();
    }

    private static ExtensionElement delay(Extension.Delay delay) {
        // XEP-0203 4: UTC by XEP-0082.
        String stamp = DateTimeFormatter.ISO_INSTANT.format(delay.stamp());
        return element("delay", DelayInformation.NAMESPACE, "from", delay.by(), "stamp", stamp);
    }

    private static ExtensionElement direct(Extension.DirectInvitation invitation) {
        return element(
                "x",
                ExtensionReader.CONFERENCE,
                "jid",
                invitation.room().text(),
                "password",
                invitation.password(),
                "reason",
                invitation.reason(),
                "thread",
                invitation.thread());
    }

    private static ExtensionElement mediated(Extension.MediatedInvitation invitation) {
        var invite = StandardExtensionElement.builder("invite", MUCUser.NAMESPACE);
        invitation.from().ifPresent(from -> invite.addAttribute("from", from.text()));
        invitation.to().ifPresent(to -> invite.addAttribute("to", to.text()));
        if (!invitation.reason().isEmpty()) {
            invite.addElement("reason", XmlText.clean(invitation.reason()));
        }
        var x = StandardExtensionElement.builder("x", MUCUser.NAMESPACE).addElement(invite.build());
        return (invitation.password().isEmpty() ? x : x.addElement("password", XmlText.clean(invitation.password())))
                .build();
    }

    private static ExtensionElement declined(Extension.Declined declined) {
        var decline = StandardExtensionElement.builder("decline", MUCUser.NAMESPACE);
        declined.from().ifPresent(from -> decline.addAttribute("from", from.text()));
        declined.to().ifPresent(to -> decline.addAttribute("to", to.text()));
        if (!declined.reason().isEmpty()) {
            decline.addElement("reason", XmlText.clean(declined.reason()));
        }
        return StandardExtensionElement.builder("x", MUCUser.NAMESPACE)
                .addElement(decline.build())
                .build();
    }

    /** @param attributes name and value in turn; one with an empty value is left out */
    private static StandardExtensionElement element(String name, String namespace, String... attributes) {
        var builder = StandardExtensionElement.builder(name, namespace);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                builder.addAttribute(attributes[i], XmlText.clean(attributes[i + 1]));
            }
        }
        return builder.build();
    }

    private static void checkWellFormed(String xml) {
        // RFC 6120 11.1: no comment, no DTD; and none of the CDATA sections that MessageConverter.xml counts on not to
        // find. In well-formed XML each of them is the only thing that can start like this.
        if (xml.contains("<!")) {
            throw new IllegalArgumentException("the formatted text holds a comment, a DTD or a CDATA section");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.ENTITY_REFERENCE
                        || event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
                    throw new IllegalArgumentException("the formatted text holds what RFC 6120 11.1 forbids");
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("the formatted text is no well-formed XML: " + e.getMessage(), e);
        }
    }
}
