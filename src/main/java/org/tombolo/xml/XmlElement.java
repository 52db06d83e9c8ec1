package org.tombolo.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/**
 * An element. Of mixed content the text is kept in one piece.
 *
 * @param name local name and namespace; the prefix means nothing
 * @param attributes in order
 * @param children child elements in order
 * @param text the text directly inside, entities resolved
 */
public record XmlElement(QName name, Map<QName, String> attributes, List<XmlElement> children, String text) {
    private static final QName LANGUAGE = new QName(XMLConstants.XML_NS_URI, "lang");

    /** An empty element. */
    public static XmlElement of(String namespace, String name) {
        return new XmlElement(new QName(namespace, name), Map.of(), List.of(), "");
    }

    /** An element with text alone. */
    public static XmlElement of(String namespace, String name, String text) {
        return new XmlElement(new QName(namespace, name), Map.of(), List.of(), text);
    }

    /** The same with an attribute of no namespace more, or of another value. */
    public XmlElement with(String attribute, String value) {
        return with(new QName(attribute), value);
    }

    /** The same with an attribute more, or of another value. */
    public XmlElement with(QName attribute, String value) {
        Map<QName, String> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new XmlElement(name, more, children, text);
    }

    /** The same in a language ({@code xml:lang}); unchanged when none is given. */
    public XmlElement inLanguage(String language) {
        return language.isEmpty() ? this : with(LANGUAGE, language);
    }

    /** The same with children more. */
    public XmlElement with(XmlElement... more) {
        return withAll(List.of(more));
    }

    /** The same with children more. */
    public XmlElement withAll(List<XmlElement> more) {
        List<XmlElement> all = new ArrayList<>(children);
        all.addAll(more);
        return withChildren(all);
    }

    /** The same with these children instead. */
    public XmlElement withChildren(List<XmlElement> others) {
        return new XmlElement(name, attributes, List.copyOf(others), text);
    }

    public boolean is(String namespace, String localName) {
        return name.getLocalPart().equals(localName) && name.getNamespaceURI().equals(namespace);
    }

    /** Value of an attribute without a namespace, empty when it is not there. */
    public String attribute(String attribute) {
        return attributes.getOrDefault(new QName(attribute), "");
    }

    /** Value of {@code xml:lang}, empty when it is not there. */
    public String language() {
        return attributes.getOrDefault(LANGUAGE, "");
    }

    /** The first child of that name. */
    public Optional<XmlElement> child(String namespace, String localName) {
        return children.stream().filter(c -> c.is(namespace, localName)).findFirst();
    }

    /** All children of that name. */
    public List<XmlElement> all(String namespace, String localName) {
        return children.stream().filter(c -> c.is(namespace, localName)).toList();
    }

    /** Text of the first child of that name, trimmed; empty when there is none. */
    public String childText(String namespace, String localName) {
        return child(namespace, localName).map(c -> c.text().trim()).orElse("");
    }
}
