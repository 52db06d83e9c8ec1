package org.tombolo.presence;

import static org.tombolo.presence.Namespaces.RPID;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tombolo.xml.XmlElement;

/**
 * What somebody is doing (RFC 4480 3.2).
 *
 * @param names such as {@code away}, {@code busy}, {@code on-the-phone}
 */
public record Activities(Set<String> names) {

    static Activities in(XmlElement parent, Instant now) {
        return new Activities(parent.all(RPID, "activities").stream()
                .filter(a -> isNow(a, now))
                .flatMap(a -> a.children().stream())
                .filter(a -> a.name().getNamespaceURI().equals(RPID))
                .map(a -> a.name().getLocalPart())
                .filter(name -> !name.equals("note"))
                .collect(Collectors.toUnmodifiableSet()));
    }

    // RFC 4480 3.1: from and until say when an element is valid.
    private static boolean isNow(XmlElement element, Instant now) {
        return time(element.attribute("from")).filter(now::isBefore).isEmpty()
                && time(element.attribute("until")).filter(now::isAfter).isEmpty();
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether one of these is among them. */
    public boolean any(Set<String> of) {
        return names.stream().anyMatch(of::contains);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }
}
