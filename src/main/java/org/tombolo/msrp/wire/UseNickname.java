package org.tombolo.msrp.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a Use-Nickname header (RFC 7701 7.1). */
public final class UseNickname {
    public static final String NAME = "Use-Nickname";
    private static final int LONGEST = 1023;
    // RFC 4975 9: qdtext and qd-esc; the frame was read as UTF-8.
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\\\p{Cntrl}]|\\t|\\\\[\"\\\\])*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private UseNickname() {}

    /**
     * The value for a nickname.
     *
     * @throws IllegalArgumentException when it cannot be one
     */
    public static String text(String nickname) {
        int octets = nickname.getBytes(StandardCharsets.UTF_8).length;
        if (octets > LONGEST || nickname.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a nickname of " + octets + " octets, or with control characters");
        }
        return '"' + nickname.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Reads the value.
     *
     * @return the nickname, empty for none any more (RFC 7701 7.3)
     * @throws MsrpSyntaxException when it is no quoted string, or one of more than 1023 octets
     */
    public static String parse(String value) throws MsrpSyntaxException {
        Matcher parts = QUOTED.matcher(value.trim());
        if (!parts.matches()) {
            throw new MsrpSyntaxException("no quoted string: " + MsrpSyntaxException.shortened(value));
        }
        String nickname =
                ESCAPE.matcher(parts.group(1)).replaceAll(escaped -> Matcher.quoteReplacement(escaped.group(1)));
        if (nickname.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new MsrpSyntaxException("a nickname of more than " + LONGEST + " octets");
        }
        return nickname;
    }
}
