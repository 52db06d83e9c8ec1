package org.tombolo.gateway.interconnection.presence;

import java.util.Optional;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.xml.XmlException;

/**
 * What the body of a NOTIFY says.
 *
 * @param document none when there is no body, or none that can be read
 * @param reply the answer to the NOTIFY
 */
record Notification(Optional<PresenceDocument> document, SipReply reply) {

    static Notification read(Optional<Body> body) {
        if (body.isEmpty()) {
            return new Notification(Optional.empty(), SipReply.of(200));
        }
        if (!body.get().is(PresenceDocument.TYPE)) {
            return new Notification(
                    Optional.empty(), SipReply.of(415).with(new Header("Accept", PresenceDocument.TYPE)));
        }
        try {
            return new Notification(Optional.of(document(body.get())), SipReply.of(200));
        } catch (XmlException e) {
            return new Notification(Optional.empty(), SipReply.refusal(400, String.valueOf(e.getMessage())));
        }
    }

    // RFC 8048 6.3: Content-Language is xml:lang; where it names several, nobody knows which.
    private static PresenceDocument document(Body body) throws XmlException {
        return PresenceDocument.read(body.bytes(), body.language().contains(",") ? "" : body.language());
    }
}
