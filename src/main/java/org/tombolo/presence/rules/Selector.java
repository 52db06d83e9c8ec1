package org.tombolo.presence.rules;

import static org.tombolo.presence.Namespaces.MODEL;
import static org.tombolo.presence.Namespaces.PIDF;
import static org.tombolo.presence.Namespaces.RPID;
import static org.tombolo.presence.rules.Names.OMA_PRESENCE;

import java.util.Set;
import java.util.stream.Collectors;
import org.tombolo.xml.XmlElement;

/**
 * Which devices, persons or services a watcher may see (RFC 5025 3.3.1).
 *
 * @param type local name of the element that says so, such as {@code class} or {@code all-services}
 * @param value its content
 */
record Selector(String type, String value) {

    static Set<Selector> read(XmlElement provide) {
        return provide.children().stream()
                .map(child ->
                        new Selector(child.name().getLocalPart(), child.text().trim()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it is meant: a tuple, a person or a device. */
    boolean selects(XmlElement component) {
        return switch (type) {
            case "all-services", "all-persons", "all-devices" -> true;
            case "class" -> component.childText(RPID, "class").equals(value);
            case "occurrence-id" -> component.attribute("id").equals(value);
            case "deviceID" -> component.childText(MODEL, "deviceID").equals(value);
            case "service-uri" ->
                Watcher.normal(component.childText(PIDF, "contact")).equals(Watcher.normal(value));
            case "service-uri-scheme" ->
                component.childText(PIDF, "contact").split(":", 2)[0].equals(value);
            case "service-id" ->
                component
                        .child(OMA_PRESENCE, "service-description")
                        .map(description -> description.childText(OMA_PRESENCE, "service-id"))
                        .filter(value::equals)
                        .isPresent();
            default -> false;
        };
    }
}
