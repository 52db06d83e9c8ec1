package org.tombolo.xmpp;

import java.util.Optional;
import org.tombolo.xml.XmlElement;

/** The answer to a request (RFC 6120 8.2.3). */
public sealed interface XmppAnswer {
    /** It was done. */
    record Result(Optional<XmlElement> payload) implements XmppAnswer {}

    /**
     * It was not.
     *
     * @param specific a condition of the application's own (RFC 6120 8.3.4)
     */
    record Failed(StanzaError error, Optional<XmlElement> specific) implements XmppAnswer {}

    /** It was done, and there is nothing to say. */
    static XmppAnswer done() {
        return new Result(Optional.empty());
    }

    /** It was not, for a reason that needs no condition of its own. */
    static XmppAnswer failed(StanzaError error) {
        return new Failed(error, Optional.empty());
    }
}
