package org.tombolo.presence;

import static org.tombolo.presence.Namespaces.JABBER;
import static org.tombolo.presence.Namespaces.MODEL;
import static org.tombolo.presence.Namespaces.PIDF;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tombolo.xml.XmlElement;

/**
 * One way to reach a presentity (RFC 3863 4.1.2; a service in RFC 4479 3.3).
 *
 * @param element the {@code tuple} as it stands in the document
 */
public record Tuple(XmlElement element) {

    /** The basic status; UNKNOWN when it is not told. */
    public enum Basic {
        OPEN,
        CLOSED,
        UNKNOWN
    }

    /** @throws IllegalArgumentException when it is no tuple, or has no id */
    public Tuple {
        if (!element.is(PIDF, "tuple") || element.attribute("id").isEmpty()) {
            throw new IllegalArgumentException("a tuple has an id (RFC 3863 4.1.2)");
        }
    }

    /** A tuple with its basic status alone. */
    public static Tuple of(String id, Basic basic) {
        XmlElement status = XmlElement.of(PIDF, "status");
        return new Tuple(XmlElement.of(PIDF, "tuple")
                .with("id", id)
                .with(
                        basic == Basic.UNKNOWN
                                ? status
                                : status.with(XmlElement.of(PIDF, "basic", basic == Basic.OPEN ? "open" : "closed"))));
    }

    public String id() {
        return element.attribute("id");
    }

    public Basic basic() {
        String word = element.child(PIDF, "status")
                .map(status -> status.childText(PIDF, "basic"))
                .orElse("");
        return switch (word) {
            case "open" -> Basic.OPEN;
            case "closed" -> Basic.CLOSED;
            default -> Basic.UNKNOWN;
        };
    }

    /** XMPP's show inside the status (RFC 8048 6.2), empty when it is not there. */
    public String show() {
        return element.child(PIDF, "status")
                .map(status -> status.childText(JABBER, "show"))
                .orElse("");
    }

    /** URI of the contact, empty when there is none. */
    public String contact() {
        return element.childText(PIDF, "contact");
    }

    /** Priority of the contact, 0 to 1 (RFC 3863 4.1.5). */
    public OptionalDouble priority() {
        Optional<String> text = element.child(PIDF, "contact").map(c -> c.attribute("priority"));
        // RFC 3863 4.1.5: at most three digits after the point.
        return text.filter(t -> t.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?"))
                .map(t -> OptionalDouble.of(Double.parseDouble(t)))
                .orElse(OptionalDouble.empty());
    }

    /** The device it runs on (RFC 4479 3.4), empty when it is not told. */
    public String device() {
        return element.childText(MODEL, "deviceID");
    }

    public List<Note> notes() {
        return Note.of(element.all(PIDF, "note"));
    }

    /** Activities that stand in the tuple, where RFC 4480 3.1 has none and older devices put them. */
    public Activities activities(Instant now) {
        return Activities.in(element, now);
    }

    /** The same with XMPP's show in its status. */
    public Tuple withShow(String show) {
        return new Tuple(element.withChildren(element.children().stream()
                .map(c -> c.is(PIDF, "status") ? c.with(XmlElement.of(JABBER, "show", show)) : c)
                .toList()));
    }

    /** The same with a contact, before the notes as the schema wants it. */
    public Tuple withContact(String uri, double priority) {
        List<XmlElement> children = new ArrayList<>(element.children());
        int afterStatus = 1 + children.indexOf(element.child(PIDF, "status").orElseThrow());
        String decimal = String.format(java.util.Locale.ROOT, "%.3f", priority);
        children.add(afterStatus, XmlElement.of(PIDF, "contact", uri).with("priority", decimal));
        return new Tuple(element.withChildren(children));
    }

    /** The same with a note more. */
    public Tuple withNote(Note note) {
        return new Tuple(element.with(note.element(PIDF)));
    }

    /** The same under another id. */
    public Tuple withId(String id) {
        return new Tuple(element.with("id", id));
    }
}
