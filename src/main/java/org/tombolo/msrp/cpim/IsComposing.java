package org.tombolo.msrp.cpim;

import java.time.Duration;
import java.util.Optional;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;
import org.tombolo.xml.XmlWriter;

/**
 * The news that somebody writes, or has ceased to (RFC 3994).
 *
 * @param active whether she writes
 * @param refresh how soon the news will come again while she does; empty when it will not
 */
public record IsComposing(boolean active, Optional<Duration> refresh) {
    public static final String TYPE = "application/im-iscomposing+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:im-iscomposing";
    /** RFC 3994 3.3: without news for that long she has ceased to write, when she has not said otherwise. */
    private static final Duration ORDINARY = Duration.ofSeconds(120);

    private static final Duration MOST = Duration.ofHours(1);

    /** The news of somebody who says it once. */
    public static IsComposing of(boolean active) {
        return new IsComposing(active, Optional.empty());
    }

    /**
     * Reads the document.
     *
     * @throws CpimException with what is missing or wrong
     */
    public static IsComposing parse(byte[] octets) throws CpimException {
        try {
            XmlElement root = XmlReader.SIP_BODY.read(octets);
            String state = root.childText(NAMESPACE, "state");
            if (!root.is(NAMESPACE, "isComposing") || state.isEmpty()) {
                throw new CpimException("no isComposing, or one without a state");
            }
            // RFC 3994 6.1 lets a state be any text; one that is not known says less than "active".
            return new IsComposing(state.equals("active"), seconds(root.childText(NAMESPACE, "refresh")));
        } catch (XmlException e) {
            throw new CpimException("isComposing: " + e.getMessage());
        }
    }

    // RFC 3994 6.1: a positive integer.
    private static Optional<Duration> seconds(String text) {
        return text.matches("0*[1-9]\\d{0,8}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }

    /** Whether a content type is that of the document. */
    public static boolean is(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .equalsIgnoreCase(TYPE);
    }

    /** How long it holds without being said again (RFC 3994 3.3). */
    public Duration holds() {
        Duration said = refresh.orElse(ORDINARY);
        return said.compareTo(MOST) > 0 ? MOST : said;
    }

    /** The document. */
    public byte[] octets() {
        XmlElement root = XmlElement.of(NAMESPACE, "isComposing")
                .with(
                        XmlElement.of(NAMESPACE, "state", active ? "active" : "idle"),
                        XmlElement.of(NAMESPACE, "contenttype", "text/plain"));
        return XmlWriter.write(refresh.map(
                        time -> root.with(XmlElement.of(NAMESPACE, "refresh", String.valueOf(time.toSeconds()))))
                .orElse(root));
    }
}
