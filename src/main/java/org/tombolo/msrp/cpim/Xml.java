package org.tombolo.msrp.cpim;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Small XML documents of others, without a document type and so without entities that could grow or read a file. */
final class Xml {
    private static final int LARGEST = 64 << 10;
    private static final int DEEPEST = 16;

    private Xml() {}

    /** Told of each element once it has ended. */
    interface Elements {
        /** @param text what stands in it directly, without spaces around it */
        void element(String name, String text);
    }

    /**
     * Reads a document.
     *
     * @param root name of its outermost element
     * @throws CpimException when it is none, is too large or too deep, or has another outermost element
     */
    static void read(byte[] octets, String namespace, String root, Elements elements) throws CpimException {
        if (octets.length > LARGEST) {
            throw new CpimException("a document of more than " + LARGEST + " octets");
        }
        try {
            String document = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(document));
            xml.nextTag();
            xml.require(XMLStreamReader.START_ELEMENT, namespace, root);
            element(xml, elements, 1);
        } catch (CharacterCodingException e) {
            throw new CpimException("a document that is not in UTF-8");
        } catch (XMLStreamException e) {
            throw new CpimException("no " + root + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static void element(XMLStreamReader xml, Elements elements, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("elements nested too deep");
        }
        String name = xml.getLocalName();
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamReader.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamReader.START_ELEMENT) {
                element(xml, elements, depth + 1);
            } else if (event == XMLStreamReader.CHARACTERS) {
                text.append(xml.getText());
            } else if (event == XMLStreamReader.DTD || event == XMLStreamReader.ENTITY_REFERENCE) {
                throw new XMLStreamException("a document type or an entity");
            }
        }
        elements.element(name, text.toString().trim());
    }

    /** Text as it stands in a document (XML 1.0 2.2: control characters cannot). */
    static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
