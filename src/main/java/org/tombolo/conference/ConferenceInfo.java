package org.tombolo.conference;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlWriter;

/**
 * A document that tells how a conference is (RFC 4575 5).
 *
 * @param version one more with each document of a subscription
 * @param state whether it tells everything, what has changed, or that the conference is no more
 * @param entity URI of the conference
 * @param subject empty when there is none
 * @param count how many participants there are in all
 * @param participants all of them, or those who are new or have changed
 * @param gone URIs of those who have left, in a partial document
 */
public record ConferenceInfo(
        long version,
        State state,
        String entity,
        String subject,
        int count,
        List<Participant> participants,
        List<String> gone) {
    public static final String TYPE = "application/conference-info+xml";
    static final String NAMESPACE = "urn:ietf:params:xml:ns:conference-info";

    /** RFC 4575 4.4. */
    public enum State {
        FULL,
        PARTIAL,
        DELETED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ConferenceInfo {
        participants = List.copyOf(participants);
        gone = List.copyOf(gone);
    }

    /** The document as a body. */
    public byte[] write() {
        XmlElement root = element("conference-info")
                .with("entity", entity)
                .with("state", state.word())
                .with("version", Long.toString(version));
        // RFC 4575 4.4: what is deleted has nothing inside.
        return XmlWriter.write(state == State.DELETED ? root : root.with(description(), conferenceState(), users()));
    }

    private XmlElement description() {
        XmlElement uri = element("entry").with(element("uri", entity), element("purpose", "participation"));
        XmlElement uris = element("conf-uris").with(uri);
        XmlElement description = element("conference-description");
        return subject.isEmpty() ? description.with(uris) : description.with(element("subject", subject), uris);
    }

    private XmlElement conferenceState() {
        return element("conference-state").with(element("user-count", Integer.toString(count)));
    }

    private XmlElement users() {
        return element("users")
                .with("state", state.word())
                .withChildren(Stream.concat(
                                participants.stream().map(Participant::element),
                                gone.stream().map(Participant::gone))
                        .toList());
    }

    static XmlElement element(String name) {
        return XmlElement.of(NAMESPACE, name);
    }

    static XmlElement element(String name, String text) {
        return XmlElement.of(NAMESPACE, name, text);
    }
}
