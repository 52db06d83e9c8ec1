package org.tombolo.xml;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/** Writes a tree as a document in UTF-8. Each element's namespace is the default one, declared where it changes. */
public final class XmlWriter {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final StringBuilder out;

    private XmlWriter(String start) {
        out = new StringBuilder(start);
    }

    /** The document. */
    public static byte[] write(XmlElement root) {
        return text(root).getBytes(StandardCharsets.UTF_8);
    }

    /** The same as text. */
    public static String text(XmlElement root) {
        return written(root, DECLARATION);
    }

    /** The element alone, to stand in another document. */
    public static String fragment(XmlElement element) {
        return written(element, "");
    }

    private static String written(XmlElement root, String start) {
        XmlWriter writer = new XmlWriter(start);
        writer.element(root, "");
        return writer.out.toString();
    }

    private void element(XmlElement element, String namespaceAround) {
        String namespace = element.name().getNamespaceURI();
        out.append('<').append(element.name().getLocalPart());
        if (!namespace.equals(namespaceAround)) {
            attribute("xmlns", namespace);
        }
        attributes(element.attributes());
        if (element.children().isEmpty() && element.text().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        escaped(element.text());
        element.children().forEach(child -> element(child, namespace));
        out.append("</").append(element.name().getLocalPart()).append('>');
    }

    private void attributes(Map<QName, String> attributes) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            String namespace = name.getNamespaceURI();
            if (namespace.isEmpty()) {
                attribute(name.getLocalPart(), value);
            } else if (namespace.equals(XMLConstants.XML_NS_URI)) {
                attribute("xml:" + name.getLocalPart(), value);
            } else {
                String prefix = prefixes.computeIfAbsent(namespace, n -> declared("a" + prefixes.size(), n));
                attribute(prefix + ":" + name.getLocalPart(), value);
            }
        });
    }

    private String declared(String prefix, String namespace) {
        attribute("xmlns:" + prefix, namespace);
        return prefix;
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escaped(value);
        out.append('"');
    }

    private void escaped(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                // XML 1.0 2.11, 3.3.3: as they are, a reader would normalise them.
                case '\r', '\n', '\t' -> out.append("&#").append(c).append(';');
                default -> out.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
    }

    // XML 1.0 2.2; one that is not allowed would spoil the document.
    private static boolean allowed(int c) {
        return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
