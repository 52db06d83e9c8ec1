package org.tombolo.presence.rules;

import java.util.Optional;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

/**
 * Who watches, as she was authenticated (RFC 5025 3.1.1).
 *
 * @param identity her URI in the form that {@link #normal} gives; empty when she is nobody
 * @param anonymous whether she does not want the presentity to know her (RFC 3323), whom OMA's rules may refuse for it
 */
public record Watcher(Optional<String> identity, boolean anonymous) {

    /** One who is known. */
    public static Watcher of(String uri) {
        return new Watcher(Optional.of(normal(uri)), false);
    }

    /**
     * A URI in a form that can be compared, as RFC 3261 19.1.4 and RFC 3966 4 compare them. URIs of different schemes are
     * never the same (RFC 5025 3.1.1.2).
     */
    public static String normal(String uri) {
        String trimmed = uri.trim();
        return SipAddress.parse(trimmed)
                .map(address -> address.bare().text())
                .or(() -> TelNumber.parse(trimmed)
                        .filter(number -> trimmed.regionMatches(true, 0, "tel:", 0, 4))
                        .map(TelNumber::text))
                .orElse(trimmed);
    }

    /** Domain of the identity in small letters, empty when there is none. */
    String domain() {
        return identity.flatMap(SipAddress::parse)
                .map(SipAddress::host)
                .map(Watcher::domain)
                .orElse("");
    }

    // RFC 4745 7.1.3: compared as ToASCII has it.
    static String domain(String text) {
        try {
            return java.net.IDN.toASCII(text.trim()).toLowerCase(java.util.Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
