package org.tombolo.presence;

import java.util.List;
import org.tombolo.xml.XmlElement;

/**
 * Words for a person (RFC 3863 4.1.6).
 *
 * @param language {@code xml:lang}, empty when it is not told
 */
public record Note(String text, String language) {

    static List<Note> of(List<XmlElement> elements) {
        return elements.stream()
                .map(e -> new Note(e.text().strip(), e.language()))
                .filter(n -> !n.text().isEmpty())
                .toList();
    }

    /** The same document with the language of each note in the note (RFC 3863 4.1.6: what encloses it may say so). */
    static XmlElement withLanguages(XmlElement element, String enclosing) {
        String language = element.language().isEmpty() ? enclosing : element.language();
        XmlElement told = element.name().getLocalPart().equals("note") ? element.inLanguage(language) : element;
        return told.children().isEmpty()
                ? told
                : told.withChildren(told.children().stream()
                        .map(child -> withLanguages(child, language))
                        .toList());
    }

    XmlElement element(String namespace) {
        return XmlElement.of(namespace, "note", text).inLanguage(language);
    }
}
