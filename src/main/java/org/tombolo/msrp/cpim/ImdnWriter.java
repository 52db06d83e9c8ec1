package org.tombolo.msrp.cpim;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlWriter;

/** Writes notifications as XML (RFC 5438 11.1). */
final class ImdnWriter {
    private ImdnWriter() {}

    static byte[] write(Imdn imdn) {
        List<XmlElement> parts = new ArrayList<>();
        add(parts, "message-id", imdn.messageId());
        add(
                parts,
                "datetime",
                imdn.dateTime()
                        .map(time -> time.truncatedTo(ChronoUnit.MILLIS).toString())
                        .orElse(""));
        add(parts, "recipient-uri", imdn.recipientUri());
        add(parts, "original-recipient-uri", imdn.originalRecipientUri());
        parts.add(element(imdn.kind().element())
                .with(element("status").with(element(imdn.status().element()))));
        return XmlWriter.write(element("imdn").withAll(parts));
    }

    private static void add(List<XmlElement> parts, String name, String text) {
        if (!text.isEmpty()) {
            parts.add(XmlElement.of(Imdn.XML_NAMESPACE, name, text));
        }
    }

    private static XmlElement element(String name) {
        return XmlElement.of(Imdn.XML_NAMESPACE, name);
    }
}
