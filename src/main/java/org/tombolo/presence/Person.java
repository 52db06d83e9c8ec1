package org.tombolo.presence;

import static org.tombolo.presence.Namespaces.CIPID;
import static org.tombolo.presence.Namespaces.MODEL;
import static org.tombolo.presence.Namespaces.RPID;

import java.time.Instant;
import java.util.List;
import org.tombolo.xml.XmlElement;

/**
 * The human being behind the services (RFC 4479 3.2).
 *
 * @param element the {@code person} as it stands in the document
 */
public record Person(XmlElement element) {

    /** @throws IllegalArgumentException when it is no person */
    public Person {
        if (!element.is(MODEL, "person")) {
            throw new IllegalArgumentException("not a person: " + element.name());
        }
    }

    /** A person of whom nothing is said yet. */
    public static Person of(String id) {
        return new Person(XmlElement.of(MODEL, "person").with("id", id));
    }

    public String id() {
        return element.attribute("id");
    }

    public Activities activities(Instant now) {
        return Activities.in(element, now);
    }

    public List<Note> notes() {
        return Note.of(element.all(MODEL, "note"));
    }

    /** URI of a picture of how the person is or looks (RFC 4480 3.12), empty when there is none. */
    public String statusIcon() {
        return element.childText(RPID, "status-icon");
    }

    /** Where in life she is, such as {@code work} (RFC 4480 3.11), empty when it is not told. */
    public String sphere() {
        return element.child(RPID, "sphere")
                .map(sphere -> sphere.children().isEmpty()
                        ? sphere.text().trim()
                        : sphere.children().get(0).name().getLocalPart())
                .orElse("");
    }

    /** The name to show (RFC 4482 3.2), empty when there is none. */
    public String displayName() {
        return element.childText(CIPID, "display-name");
    }

    /** URI of a picture of the person (RFC 4482 3.3), empty when there is none. */
    public String icon() {
        return element.childText(CIPID, "icon");
    }

    /** The same with a picture, for those who look for it in either place. */
    public Person withPicture(String uri) {
        return new Person(element.with(XmlElement.of(RPID, "status-icon", uri), XmlElement.of(CIPID, "icon", uri)));
    }

    /** The same with an activity. */
    public Person withActivity(String name) {
        return new Person(element.with(XmlElement.of(RPID, "activities").with(XmlElement.of(RPID, name))));
    }

    /** The same with a note more. */
    public Person withNote(Note note) {
        return new Person(element.with(note.element(MODEL)));
    }

    /** The same with a name to show. */
    public Person withDisplayName(String name) {
        return new Person(element.with(XmlElement.of(CIPID, "display-name", name)));
    }
}
