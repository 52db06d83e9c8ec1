package org.tombolo.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** JID escaping (XEP-0106): how the characters that a localpart may not hold are written in one. */
public final class JidEscape {
    private static final String ESCAPED = " \"&'/:<>@";
    /** What follows a backslash that starts an escape: only those of the ten characters of the XEP's table. */
    private static final String CODES = "20|22|26|27|2f|3a|3c|3e|40|5c";

    private static final Pattern AMBIGUOUS = Pattern.compile("\\\\(?=" + CODES + ")", Pattern.CASE_INSENSITIVE);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(" + CODES + ")", Pattern.CASE_INSENSITIVE);

    /** What needs no second look; most names are of these. */
    private static final AsciiSet UNESCAPED = AsciiSet.lettersAnd("!#$%()*+,-.;=?[]^_`{|}~");

    private JidEscape() {}

    /**
     * Writes any name as a localpart: {@code o'malley} as {@code o\27malley}. Spaces at either end are dropped, because
     * an escaped one must not stand there (XEP-0106 4.1).
     */
    public static String escape(String name) {
        if (UNESCAPED.hasAll(name)) {
            return name;
        }
        StringBuilder escaped = new StringBuilder();
        // XEP-0106 4.2: a backslash is escaped only where it would be read as an escape.
        for (char c : AMBIGUOUS.matcher(name.strip()).replaceAll("\\\\5c").toCharArray()) {
            if (ESCAPED.indexOf(c) >= 0) {
                escaped.append('\\').append(String.format(Locale.ROOT, "%02x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Reads a localpart that was escaped: {@code o\27malley} is {@code o'malley}. */
    public static String unescape(String local) {
        if (local.indexOf('\\') < 0) {
            return local;
        }
        return ESCAPE.matcher(local).replaceAll(escape -> {
            char c = (char) Integer.parseInt(escape.group(1), 16);
            return c == '\\' ? "\\\\" : String.valueOf(c);
        });
    }
}
