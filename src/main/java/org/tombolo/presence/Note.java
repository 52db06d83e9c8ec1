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

    XmlElement element(String namespace) {
        return XmlElement.of(namespace, "note", text).inLanguage(language);
    }
}
