package org.tombolo.presence;

import static org.tombolo.presence.Namespaces.MODEL;
import static org.tombolo.presence.Namespaces.PIDF;

import java.util.ArrayList;
import java.util.List;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;
import org.tombolo.xml.XmlWriter;

/**
 * What is known of a presentity (PIDF, RFC 3863 4.1.1).
 *
 * @param entity URI of the presentity, such as {@code pres:juliet@example.com}
 * @param tuples the ways to reach it
 * @param persons the human beings behind it, usually one
 * @param notes words that speak of the presentity as a whole
 * @param others devices and extensions, kept as they are
 */
public record PresenceDocument(
        String entity, List<Tuple> tuples, List<Person> persons, List<Note> notes, List<XmlElement> others) {
    public static final String TYPE = "application/pidf+xml";

    /** A document that says nothing. */
    public static PresenceDocument of(String entity) {
        return new PresenceDocument(entity, List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Reads a body.
     *
     * @param language of its notes that do not say theirs, as Content-Language has it; empty when it is not told
     * @throws XmlException when it is no presence document
     */
    public static PresenceDocument read(byte[] body, String language) throws XmlException {
        XmlElement root = Note.withLanguages(XmlReader.SIP_BODY.read(body), language);
        if (!root.is(PIDF, "presence")) {
            throw new XmlException("not a presence document: " + root.name());
        }
        try {
            return new PresenceDocument(
                    root.attribute("entity").trim(),
                    root.all(PIDF, "tuple").stream().map(Tuple::new).toList(),
                    root.all(MODEL, "person").stream().map(Person::new).toList(),
                    Note.of(root.all(PIDF, "note")),
                    root.children().stream().filter(PresenceDocument::isOther).toList());
        } catch (IllegalArgumentException e) {
            throw new XmlException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isOther(XmlElement child) {
        return !child.name().getNamespaceURI().equals(PIDF) && !child.is(MODEL, "person");
    }

    /** The document as a body. */
    public byte[] write() {
        return XmlWriter.write(element());
    }

    /** The document as a tree, in the order of the schema. */
    public XmlElement element() {
        List<XmlElement> children = new ArrayList<>();
        tuples.forEach(tuple -> children.add(tuple.element()));
        notes.forEach(note -> children.add(note.element(PIDF)));
        persons.forEach(person -> children.add(person.element()));
        children.addAll(others);
        return XmlElement.of(PIDF, "presence").with("entity", entity).withChildren(children);
    }

    /** The same with a tuple more. */
    public PresenceDocument with(Tuple tuple) {
        List<Tuple> more = new ArrayList<>(tuples);
        more.add(tuple);
        return new PresenceDocument(entity, List.copyOf(more), persons, notes, others);
    }

    /** The same with a person more. */
    public PresenceDocument with(Person person) {
        List<Person> more = new ArrayList<>(persons);
        more.add(person);
        return new PresenceDocument(entity, tuples, List.copyOf(more), notes, others);
    }
}
