package org.tombolo.jingle;

import java.util.Optional;
import org.tombolo.xml.XmlElement;

/**
 * A content of a session (XEP-0166 7.3).
 *
 * @param byInitiator whether the initiator of the session made it
 * @param name unique among those of the same creator
 * @param description what it is; none when it is not RTP, or not said
 * @param transport how it goes; none when it is not ICE-UDP, or not said
 */
public record JingleContent(
        boolean byInitiator,
        String name,
        Senders senders,
        Optional<RtpDescription> description,
        Optional<IceTransport> transport) {

    static JingleContent read(XmlElement content) throws JingleException {
        String name = content.attribute("name");
        Optional<Senders> senders = Senders.of(content.attribute("senders"));
        if (name.isEmpty() || name.length() > 64 || senders.isEmpty()) {
            throw new JingleException("a content without a name of 1 to 64 characters, or with other senders");
        }
        Optional<XmlElement> description = content.child(Namespaces.RTP, "description");
        Optional<XmlElement> transport = content.child(Namespaces.ICE_UDP, "transport");
        return new JingleContent(
                !content.attribute("creator").equals("responder"),
                name,
                senders.get(),
                description.isPresent() ? Optional.of(RtpDescription.read(description.get())) : Optional.empty(),
                transport.isPresent() ? Optional.of(IceTransport.read(transport.get())) : Optional.empty());
    }

    XmlElement xml() {
        XmlElement content = XmlElement.of(Namespaces.JINGLE, "content")
                .with("creator", byInitiator ? "initiator" : "responder")
                .with("name", name)
                .with("senders", senders.text());
        content = description.map(RtpDescription::xml).map(content::with).orElse(content);
        return transport.map(IceTransport::xml).map(content::with).orElse(content);
    }

    /** Whether it is RTP of that kind. */
    public boolean is(String media) {
        return description.filter(d -> d.media().equals(media)).isPresent();
    }
}
