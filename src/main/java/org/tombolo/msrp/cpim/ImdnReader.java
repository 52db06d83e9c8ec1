package org.tombolo.msrp.cpim;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;

/** Reads notifications (RFC 5438 11.1), whatever more they say. */
final class ImdnReader {
    private ImdnReader() {}

    static Imdn read(byte[] octets) throws CpimException {
        try {
            XmlElement root = XmlReader.SIP_BODY.read(octets);
            if (!root.is(Imdn.XML_NAMESPACE, "imdn")) {
                throw new CpimException("no notification, but " + root.name().getLocalPart());
            }
            return read(root);
        } catch (XmlException | IllegalArgumentException e) {
            throw new CpimException("no notification: " + e.getMessage());
        }
    }

    private static Imdn read(XmlElement root) throws CpimException {
        String id = text(root, "message-id");
        Imdn.Kind kind = Arrays.stream(Imdn.Kind.values())
                .filter(k -> notification(root, k).isPresent())
                .findFirst()
                .orElseThrow(() -> new CpimException("a notification of nothing"));
        XmlElement status = notification(root, kind)
                .flatMap(n -> n.child(Imdn.XML_NAMESPACE, "status"))
                .orElseThrow(() -> new CpimException("a notification without a status"));
        if (id.isEmpty()) {
            throw new CpimException("a notification without a message-id");
        }
        return new Imdn(
                id,
                time(text(root, "datetime")),
                text(root, "recipient-uri"),
                text(root, "original-recipient-uri"),
                kind,
                status(status));
    }

    private static Optional<XmlElement> notification(XmlElement root, Imdn.Kind kind) {
        return root.child(Imdn.XML_NAMESPACE, kind.element());
    }

    private static Imdn.Status status(XmlElement status) throws CpimException {
        return Arrays.stream(Imdn.Status.values())
                .filter(s -> status.child(Imdn.XML_NAMESPACE, s.element()).isPresent())
                .findFirst()
                .orElseThrow(() -> new CpimException("a notification with a status that is not known"));
    }

    private static String text(XmlElement root, String name) {
        return root.childText(Imdn.XML_NAMESPACE, name);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
