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

    public TelNumber {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 number (+ and 5 to 15 digits): " + e164);
        }
    }

    /** Reads {@code tel:+1-555-0001} (RFC 3966, visual separators and parameters dropped) or {@code +15550001}. */
    public static Optional<TelNumber> parse(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String text() {
        return "tel:" + e164;
    }
}
