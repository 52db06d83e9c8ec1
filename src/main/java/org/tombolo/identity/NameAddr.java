package org.tombolo.identity;

import java.util.List;

/** The address in a header such as From: with a display name and angle brackets, or bare (RFC 3261 20.10). */
final class NameAddr {
    /** A display name has no colon outside of quotes; the parameters behind a bare URI may have brackets. */
    private static final List<String> SCHEMES = List.of("sip:", "tel:", "sips:");

    private NameAddr() {}

    /** The URI between the angle brackets, or the whole text when there are none; empty when they do not match. */
    static String uri(String text) {
        String trimmed = text.trim();
        if (startsWithScheme(trimmed)) {
            return trimmed;
        }
        int open = trimmed.indexOf('<', afterQuoted(trimmed));
        if (open < 0) {
            return trimmed.startsWith("\"") ? "" : trimmed;
        }
        int close = trimmed.indexOf('>', open);
        return close < 0 ? "" : trimmed.substring(open + 1, close).trim();
    }

    private static boolean startsWithScheme(String text) {
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return true;
            }
        }
        return false;
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
