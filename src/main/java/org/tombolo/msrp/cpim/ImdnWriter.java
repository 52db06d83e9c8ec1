package org.tombolo.msrp.cpim;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/** Writes notifications as XML (RFC 5438 11.1). */
final class ImdnWriter {
    private ImdnWriter() {}

    static byte[] write(Imdn imdn) {
        StringBuilder out = new StringBuilder(512);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<imdn xmlns=\"")
                .append(Imdn.XML_NAMESPACE)
                .append("\">\r\n");
        element(out, "message-id", imdn.messageId());
        element(
                out,
                "datetime",
                imdn.dateTime()
                        .map(time -> time.truncatedTo(ChronoUnit.MILLIS).toString())
                        .orElse(""));
        element(out, "recipient-uri", imdn.recipientUri());
        element(out, "original-recipient-uri", imdn.originalRecipientUri());
        String kind = imdn.kind().element();
        out.append('<').append(kind).append("><status><");
        out.append(imdn.status().element()).append("/></status></").append(kind).append(">\r\n</imdn>\r\n");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void element(StringBuilder out, String name, String text) {
        if (!text.isEmpty()) {
            out.append('<').append(name).append('>').append(Xml.escaped(text));
            out.append("</").append(name).append(">\r\n");
        }
    }
}
