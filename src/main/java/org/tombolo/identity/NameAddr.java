package org.tombolo.identity;

import java.util.regex.Pattern;

/** The address in a header such as From: with a display name and angle brackets, or bare (RFC 3261 20.10). */
final class NameAddr {
    /** A display name has no colon outside of quotes; the parameters behind a bare URI may have brackets. */
    private static final Pattern ADDR_SPEC = Pattern.compile("(sips?|tel):", Pattern.CASE_INSENSITIVE);

    private NameAddr() {}

    /** The URI between the angle brackets, or the whole text when there are none; empty when they do not match. */
    static String uri(String text) {
        String trimmed = text.trim();
        if (ADDR_SPEC.matcher(trimmed).lookingAt()) {
            return trimmed;
        }
        int open = trimmed.indexOf('<', afterQuoted(trimmed));
        if (open < 0) {
            return trimmed.startsWith("\"") ? "" : trimmed;
        }
        int close = trimmed.indexOf('>', open);
        return close < 0 ? "" : trimmed.substring(open + 1, close).trim();
    }

    /** Where a quoted display name ends: it may hold angle brackets and, behind a backslash, quotes. */
    private static int afterQuoted(String text) {
        if (!text.startsWith("\"")) {
            return 0;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return text.length();
    }
}
