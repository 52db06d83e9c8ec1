package org.tombolo.presence.rules;

import static org.tombolo.presence.Namespaces.MODEL;
import static org.tombolo.presence.Namespaces.PIDF;
import static org.tombolo.presence.Namespaces.RPID;
import static org.tombolo.presence.rules.Names.OMA_PRESENCE;
import static org.tombolo.presence.rules.Names.OMA_RULES;
import static org.tombolo.presence.rules.Names.RULES;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.tombolo.presence.Person;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.presence.Tuple;
import org.tombolo.xml.XmlElement;

/**
 * How much of a presence document a watcher may see (RFC 5025 3.3).
 *
 * @param services which tuples
 * @param persons which persons
 * @param devices which devices
 * @param attributes which of their elements
 * @param everything all of their elements
 * @param userInput how much of user-input
 */
record Visibility(
        Set<Selector> services,
        Set<Selector> persons,
        Set<Selector> devices,
        Set<QName> attributes,
        boolean everything,
        UserInput userInput) {
    static final Visibility NOTHING = new Visibility(Set.of(), Set.of(), Set.of(), Set.of(), false, UserInput.FALSE);
    /** What somebody sees whom no document restricts. */
    static final Visibility ALL = new Visibility(
            Set.of(new Selector("all-services", "")),
            Set.of(new Selector("all-persons", "")),
            Set.of(new Selector("all-devices", "")),
            Set.of(),
            true,
            UserInput.FULL);

    private static final String PROVIDE = "provide-";
    private static final Set<String> ALWAYS = Set.of("contact", "timestamp");
    private static final Set<String> KNOWN_NAMESPACES = Set.of(PIDF, MODEL, RPID, OMA_PRESENCE);
    // OMA Presence SIMPLE 1.1: what a permission shows.
    private static final Map<String, Set<String>> OMA_NAMES = Map.of(
            "willingness", Set.of("willingness", "overriding-willingness"),
            "network-availability", Set.of("network-availability"),
            "session-participation", Set.of("session-participation"),
            "registration-state", Set.of("registration-state"),
            "barring-state", Set.of("barring-state"));

    /** Reads a transformations element. */
    static Visibility read(XmlElement transformations) {
        Visibility sum = NOTHING;
        for (XmlElement child : transformations.children()) {
            sum = sum.and(permission(child));
        }
        return sum;
    }

    private static Visibility permission(XmlElement element) {
        String name = element.name().getLocalPart();
        String namespace = element.name().getNamespaceURI();
        if (!name.startsWith(PROVIDE) || !(namespace.equals(RULES) || namespace.equals(OMA_RULES))) {
            return NOTHING;
        }
        return switch (name) {
            case "provide-services" -> component(Selector.read(element), Set.of(), Set.of());
            case "provide-persons" -> component(Set.of(), Selector.read(element), Set.of());
            case "provide-devices" -> component(Set.of(), Set.of(), Selector.read(element));
            case "provide-all-attributes" ->
                new Visibility(Set.of(), Set.of(), Set.of(), Set.of(), true, UserInput.FULL);
            case "provide-user-input" ->
                attributes(Set.of(), UserInput.parse(element.text().trim()));
            default -> isTrue(element) ? attributes(names(element, name), UserInput.FALSE) : NOTHING;
        };
    }

    private static Visibility component(Set<Selector> services, Set<Selector> persons, Set<Selector> devices) {
        return new Visibility(services, persons, devices, Set.of(), false, UserInput.FALSE);
    }

    private static Visibility attributes(Set<QName> names, UserInput userInput) {
        return new Visibility(Set.of(), Set.of(), Set.of(), names, false, userInput);
    }

    private static boolean isTrue(XmlElement element) {
        return Set.of("true", "1").contains(element.text().trim());
    }

    private static Set<QName> names(XmlElement element, String name) {
        String provided = name.substring(PROVIDE.length());
        if (name.equals("provide-unknown-attribute")) {
            QName unknown = new QName(element.attribute("ns"), element.attribute("name"));
            // RFC 5025 3.3.2.14: what has a permission of its own is not unknown.
            return KNOWN_NAMESPACES.contains(unknown.getNamespaceURI()) ? Set.of() : Set.of(unknown);
        }
        return switch (provided) {
            case "note" -> Set.of(new QName(PIDF, "note"), new QName(MODEL, "note"));
            case "deviceID" -> Set.of(new QName(MODEL, "deviceID"));
            default ->
                OMA_NAMES.containsKey(provided)
                        ? OMA_NAMES.get(provided).stream()
                                .map(oma -> new QName(OMA_PRESENCE, oma))
                                .collect(Collectors.toSet())
                        : Set.of(new QName(RPID, provided));
        };
    }

    /** RFC 4745 10.2: of sets the union, of truths the or, of numbers the highest. */
    Visibility and(Visibility other) {
        return new Visibility(
                union(services, other.services),
                union(persons, other.persons),
                union(devices, other.devices),
                union(attributes, other.attributes),
                everything || other.everything,
                userInput.compareTo(other.userInput) > 0 ? userInput : other.userInput);
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> both = new HashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }

    /** What is left of a document (RFC 5025 4: the same when it is applied again). */
    PresenceDocument filter(PresenceDocument document) {
        return new PresenceDocument(
                document.entity(),
                document.tuples().stream()
                        .filter(tuple -> selected(services, tuple.element()))
                        .map(tuple -> new Tuple(filtered(tuple.element())))
                        .toList(),
                document.persons().stream()
                        .filter(person -> selected(persons, person.element()))
                        .map(person -> new Person(filtered(person.element())))
                        .toList(),
                shows(new QName(PIDF, "note")) ? document.notes() : List.of(),
                document.others().stream().flatMap(this::other).toList());
    }

    private Stream<XmlElement> other(XmlElement element) {
        if (element.is(MODEL, "device")) {
            return selected(devices, element) ? Stream.of(filtered(element)) : Stream.empty();
        }
        return shows(element.name()) ? Stream.of(element) : Stream.empty();
    }

    private static boolean selected(Set<Selector> selectors, XmlElement component) {
        return selectors.stream().anyMatch(selector -> selector.selects(component));
    }

    private XmlElement filtered(XmlElement component) {
        boolean device = component.is(MODEL, "device");
        return component.withChildren(component.children().stream()
                .flatMap(child -> child(child, device).stream())
                .toList());
    }

    private Optional<XmlElement> child(XmlElement child, boolean ofDevice) {
        if (child.is(PIDF, "status")) {
            // RFC 5025 3.3.2: basic is always shown.
            return Optional.of(child.withChildren(child.children().stream()
                    .filter(status -> status.is(PIDF, "basic") || shows(status.name()))
                    .collect(Collectors.toUnmodifiableList())));
        } else if (child.is(RPID, "user-input")) {
            return userInput.filter(child);
        }
        return isAlwaysShown(child, ofDevice) || shows(child.name()) ? Optional.of(child) : Optional.empty();
    }

    private static boolean isAlwaysShown(XmlElement child, boolean ofDevice) {
        String namespace = child.name().getNamespaceURI();
        return (ALWAYS.contains(child.name().getLocalPart()) && (namespace.equals(PIDF) || namespace.equals(MODEL)))
                || child.is(RPID, "service-class")
                // OMA Presence SIMPLE 1.1: what a service is goes with the service.
                || child.is(OMA_PRESENCE, "service-description")
                || (ofDevice && child.is(MODEL, "deviceID"));
    }

    private boolean shows(QName name) {
        return everything || attributes.contains(name);
    }
}
