package org.tombolo.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** Percent escapes of a URI (RFC 3986 2.1). */
final class Percent {
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final String MARKS = "-_.!~*'()";

    private Percent() {}

    /** Whether every {@code %} starts an escape. */
    static boolean wellFormed(String text) {
        return text.indexOf('%') < 0 || !BROKEN.matcher(text).find();
    }

    /** RFC 3261 19.1.4: an escaped unreserved character equals the character itself, and hex digits have no case. */
    static String normal(String text) {
        return text.indexOf('%') < 0
                ? text
                : ESCAPE.matcher(text).replaceAll(escape -> {
                    char c = (char) Integer.parseInt(escape.group(1), 16);
                    return unreserved(c) ? String.valueOf(c) : escape.group().toUpperCase(Locale.ROOT);
                });
    }

    private static boolean unreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }
}
