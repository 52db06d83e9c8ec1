package org.tombolo.xmpp.component;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jspecify.annotations.Nullable;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.CallMessage;

/** The elements of XEP-0353 and our values of them. */
final class CallMessages {
    static final String NAMESPACE = "urn:xmpp:jingle-message:0";

    private static final String JINGLE = "urn:xmpp:jingle:1";
    private static final String RTP = "urn:xmpp:jingle:apps:rtp:1";
    private static final int MOST_MEDIA = 8;
    private static final int LONGEST_ID = 128;

    private CallMessages() {}

    /** Reads an element of that name; empty when it has no id of 1 to 128 characters. */
    static Optional<Extension> read(CallMessage.Word word, StandardExtensionElement element) {
        String id = text(element.getAttributeValue("id"));
        return id.isEmpty() || id.length() > LONGEST_ID
                ? Optional.empty()
                : Optional.of(new CallMessage(word, id, media(element), reason(element)));
    }

    private static List<String> media(StandardExtensionElement element) {
        return element.getElements().stream()
                .filter(e -> e.getElementName().equals("description")
                        && e.getNamespace().equals(RTP))
                .map(e -> text(e.getAttributeValue("media")))
                .limit(MOST_MEDIA)
                .toList();
    }

    private static String reason(StandardExtensionElement element) {
        StandardExtensionElement reason = element.getFirstElement("reason", JINGLE);
        return reason == null
                ? ""
                : reason.getElements().stream()
                        .map(StandardExtensionElement::getElementName)
                        .filter(name -> !name.equals("text"))
                        .findFirst()
                        .orElse("");
    }

    static String name(CallMessage.Word word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    static ExtensionElement write(CallMessage message) {
        var builder = StandardExtensionElement.builder(name(message.word()), NAMESPACE);
        builder.addAttribute("id", XmlText.clean(message.id()));
        for (String media : message.media()) {
            builder.addElement(StandardExtensionElement.builder("description", RTP)
                    .addAttribute("media", media)
                    .build());
        }
        if (!message.reason().isEmpty()) {
            builder.addElement(StandardExtensionElement.builder("reason", JINGLE)
                    .addElement(StandardExtensionElement.builder(message.reason(), JINGLE)
                            .build())
                    .build());
        }
        return builder.build();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
