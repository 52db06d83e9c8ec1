package org.tombolo.msrp.cpim;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads notifications (RFC 5438 11.1), whatever more they say. */
final class ImdnReader {
    private static final int LARGEST = 64 << 10;
    private static final int DEEPEST = 16;

    private final Map<String, String> texts = new HashMap<>();
    private Imdn.@Nullable Kind kind;
    private Imdn.@Nullable Status status;

    Imdn read(byte[] octets) throws CpimException {
        if (octets.length > LARGEST) {
            throw new CpimException("a notification of more than " + LARGEST + " octets");
        }
        try {
            String document = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(document));
            xml.nextTag();
            xml.require(XMLStreamReader.START_ELEMENT, Imdn.XML_NAMESPACE, "imdn");
            elements(xml, 1);
            return result();
        } catch (CharacterCodingException e) {
            throw new CpimException("a notification that is not in UTF-8");
        } catch (XMLStreamException | IllegalArgumentException e) {
            throw new CpimException("no notification: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // No document type, so no entity that could grow or read a file.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private void elements(XMLStreamReader xml, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("elements nested too deep");
        }
        String name = xml.getLocalName();
        mark(name);
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamReader.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamReader.START_ELEMENT) {
                elements(xml, depth + 1);
            } else if (event == XMLStreamReader.CHARACTERS) {
                text.append(xml.getText());
            } else if (event == XMLStreamReader.DTD || event == XMLStreamReader.ENTITY_REFERENCE) {
                throw new XMLStreamException("a document type or an entity");
            }
        }
        texts.putIfAbsent(name, text.toString().trim());
    }

    private void mark(String element) {
        Arrays.stream(Imdn.Kind.values())
                .filter(k -> k.element().equals(element))
                .forEach(k -> kind = k);
        Arrays.stream(Imdn.Status.values())
                .filter(s -> s.element().equals(element))
                .forEach(s -> status = s);
    }

    private Imdn result() throws CpimException {
        String id = texts.getOrDefault("message-id", "");
        if (id.isEmpty() || kind == null || status == null) {
            throw new CpimException("a notification without message-id, kind or status");
        }
        return new Imdn(
                id,
                time(texts.getOrDefault("datetime", "")),
                texts.getOrDefault("recipient-uri", ""),
                texts.getOrDefault("original-recipient-uri", ""),
                kind,
                status);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
