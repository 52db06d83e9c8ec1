package org.tombolo.jingle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.tombolo.xml.XmlElement;

/**
 * Why a session ends, or something in it is refused (XEP-0166 7.4).
 *
 * @param text words for a person, may be empty
 */
public record Reason(Condition condition, String text) {
    private static final int LONGEST = 500;

    /** The defined conditions. */
    public enum Condition {
        ALTERNATIVE_SESSION,
        BUSY,
        CANCEL,
        CONNECTIVITY_ERROR,
        DECLINE,
        EXPIRED,
        FAILED_APPLICATION,
        FAILED_TRANSPORT,
        GENERAL_ERROR,
        GONE,
        INCOMPATIBLE_PARAMETERS,
        MEDIA_ERROR,
        SECURITY_ERROR,
        SUCCESS,
        TIMEOUT,
        UNSUPPORTED_APPLICATIONS,
        UNSUPPORTED_TRANSPORTS;

        /** The name of the element. */
        public String element() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Reason {
        text = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** A reason that needs no words. */
    public static Reason of(Condition condition) {
        return new Reason(condition, "");
    }

    /** Reads the {@code <reason/>} in an element; empty when there is none with a condition that we know. */
    static Optional<Reason> in(XmlElement parent) {
        return parent.child(Namespaces.JINGLE, "reason")
                .flatMap(reason -> Arrays.stream(Condition.values())
                        .filter(c ->
                                reason.child(Namespaces.JINGLE, c.element()).isPresent())
                        .findFirst()
                        .map(c -> new Reason(c, reason.childText(Namespaces.JINGLE, "text"))));
    }

    /** The {@code <reason/>} element. */
    XmlElement xml() {
        XmlElement reason =
                XmlElement.of(Namespaces.JINGLE, "reason").with(XmlElement.of(Namespaces.JINGLE, condition.element()));
        return text.isEmpty() ? reason : reason.with(XmlElement.of(Namespaces.JINGLE, "text", text));
    }

    /** For a person, such as {@code decline: not now}. */
    public String words() {
        return condition.element() + (text.isEmpty() ? "" : ": " + text);
    }
}
