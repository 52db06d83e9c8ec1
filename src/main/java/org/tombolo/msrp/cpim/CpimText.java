package org.tombolo.msrp.cpim;

/** Escapes in the value of a header (RFC 3862 2.3): control characters and the backslash cannot stand there as they are. */
final class CpimText {
    private static final String NAMED = "btnr";
    private static final String CONTROLS = "\b\t\n\r";

    private CpimText() {}

    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int named = CONTROLS.indexOf(c);
            if (named >= 0) {
                out.append('\\').append(NAMED.charAt(named));
            } else if (c == '\\') {
                out.append("\\\\");
            } else if (Character.isISOControl(c)) {
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** RFC 3862 2.3.1: a backslash before anything else is left out, and so is one at the end. */
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            int code = c == '\\' && next == 'u' ? code(text, i + 2) : -1;
            if (code >= 0) {
                out.append((char) code);
                i += 5;
            } else if (c == '\\' && NAMED.indexOf(next) >= 0) {
                out.append(CONTROLS.charAt(NAMED.indexOf(next)));
                i++;
            } else if (c != '\\') {
                out.append(c);
            } else if (i + 1 < text.length()) {
                out.append(next);
                i++;
            }
        }
        return out.toString();
    }

    private static int code(String text, int at) {
        if (at + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
