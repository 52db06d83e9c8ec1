package org.tombolo.presence;

import static org.tombolo.presence.Namespaces.RPID;

import java.util.Set;
import java.util.stream.Collectors;
import org.tombolo.xml.XmlElement;

/**
 * What somebody is doing (RFC 4480 3.2).
 *
 * @param names such as {@code away}, {@code busy}, {@code on-the-phone}
 */
public record Activities(Set<String> names) {

    static Activities in(XmlElement parent) {
        return new Activities(parent.all(RPID, "activities").stream()
                .flatMap(a -> a.children().stream())
                .filter(a -> a.name().getNamespaceURI().equals(RPID))
                .map(a -> a.name().getLocalPart())
                .filter(name -> !name.equals("note"))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether one of these is among them. */
    public boolean any(Set<String> of) {
        return names.stream().anyMatch(of::contains);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }
}
