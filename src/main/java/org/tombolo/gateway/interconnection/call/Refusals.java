package org.tombolo.gateway.interconnection.call;

import java.util.Optional;
import org.tombolo.gateway.interconnection.ErrorMapping;
import org.tombolo.jingle.Namespaces;
import org.tombolo.xml.XmlElement;
import org.tombolo.xmpp.XmppAnswer;

/** The errors of XEP-0166 10 and others that a request about a session can get. */
final class Refusals {
    /** XEP-0166 6.7: what comes after the end. */
    static final XmppAnswer UNKNOWN_SESSION = specific("item-not-found", "unknown-session");

    /** It cannot be at this point. */
    static final XmppAnswer OUT_OF_ORDER = specific("unexpected-request", "out-of-order");

    /** XEP-0166 6.8: we do not understand what we are told. */
    static final XmppAnswer UNSUPPORTED_INFO = specific("feature-not-implemented", "unsupported-info");

    private Refusals() {}

    private static XmppAnswer specific(String condition, String jingle) {
        return new XmppAnswer.Failed(
                ErrorMapping.error(condition, ""), Optional.of(XmlElement.of(Namespaces.ERRORS, jingle)));
    }

    static XmppAnswer of(String condition, String text) {
        return XmppAnswer.failed(ErrorMapping.error(condition, text));
    }
}
