package org.tombolo.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A telephone number in the international format of ITU-T E.164.
 *
 * @param e164 {@code +} and 5 to 15 digits, the first not 0
 */
public record TelNumber(String e164) implements Address {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{4,14}");
    private static final Pattern VISUAL_SEPARATORS = Pattern.compile("[-.()]");

    public TelNumber {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 number (+ and 5 to 15 digits): " + e164);
        }
    }

    /**
     * Reads {@code tel:+1-555-0001} (RFC 3966, visual separators and parameters dropped), {@code +15550001}, or a SIP URI
     * that says that its user part is a number (RFC 3261 19.1.6): {@code sip:+15550001@ims.test;user=phone}. With or
     * without angle brackets. Empty for anything else, a local number (RFC 3966 5.1.5) among it.
     */
    public static Optional<TelNumber> parse(String text) {
        String uri = NameAddr.uri(text);
        if (uri.regionMatches(true, 0, "tel:", 0, 4)) {
            return number(uri.substring(4));
        }
        return uri.startsWith("+")
                ? number(uri)
                : SipUri.parse(uri).filter(TelNumber::isPhone).flatMap(sip -> number(sip.user()));
    }

    private static boolean isPhone(SipUri uri) {
        return uri.parameters().getOrDefault("user", "").equalsIgnoreCase("phone");
    }

    private static Optional<TelNumber> number(String withParameters) {
        String written = withParameters.split(";", 2)[0];
        String digits = VISUAL_SEPARATORS.matcher(written).replaceAll("");
        // RFC 3966 3: the plus comes first, before any separator.
        return written.startsWith("+") && E164.matcher(digits).matches()
                ? Optional.of(new TelNumber(digits))
                : Optional.empty();
    }

    @Override
    public String text() {
        return "tel:" + e164;
    }
}
