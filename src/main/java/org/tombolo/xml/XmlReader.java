package org.tombolo.xml;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads documents from outside.
 *
 * @param bytes the longest document that is taken
 * @param elements the most elements in one
 * @param depth the deepest nesting
 */
public record XmlReader(int bytes, int elements, int depth) {
    /** For bodies of SIP messages. */
    public static final XmlReader SIP_BODY = new XmlReader(65_536, 4096, 24);

    /** For documents of an XDM server, such as long lists. */
    public static final XmlReader XDM_DOCUMENT = new XmlReader(1 << 20, 32_768, 24);

    /** An element whose end has not come. */
    private record Open(QName name, Map<QName, String> attributes, List<XmlElement> children, StringBuilder text) {
        // Indentation that stands around children is not content.
        XmlElement closed() {
            String content =
                    children.isEmpty() ? text.toString() : text.toString().strip();
            return new XmlElement(name, attributes, List.copyOf(children), content);
        }
    }

    /**
     * Reads a document.
     *
     * @throws XmlException when it is not well-formed, has a document type, or exceeds a bound
     */
    public XmlElement read(byte[] document) throws XmlException {
        if (document.length > bytes) {
            throw new XmlException("a document of more than " + bytes + " bytes");
        }
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's parser lets exceptions of its own out for some malformed encodings.
            throw new XmlException("not well-formed: " + firstLine(e));
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }

    private XmlElement read(XMLStreamReader reader) throws XMLStreamException, XmlException {
        Deque<Open> open = new ArrayDeque<>();
        int seen = 0;
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++seen > elements || open.size() >= depth) {
                        throw new XmlException("more than " + elements + " elements, or nested deeper than " + depth);
                    }
                    open.push(new Open(reader.getName(), attributes(reader), new ArrayList<>(), new StringBuilder()));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text(open, reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    XmlElement closed = open.pop().closed();
                    if (open.isEmpty()) {
                        return closed;
                    }
                    open.element().children().add(closed);
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XmlException("a document type is not taken");
                case XMLStreamConstants.END_DOCUMENT -> throw new XmlException("no element");
                default -> {}
            }
        }
    }

    private static void text(Deque<Open> open, String text) {
        if (!open.isEmpty()) {
            open.element().text().append(text);
        }
    }

    private static Map<QName, String> attributes(XMLStreamReader reader) {
        Map<QName, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).split("[\r\n]", 2)[0];
    }
}
