package org.tombolo.identity;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.text.Bidi;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Preparation and enforcement of each part of a JID (RFC 7622 3.2 to 3.4, PRECIS by RFC 8264 and 8265). */
final class JidParts {
    private static final int MOST_BYTES = 1023;
    private static final String FORBIDDEN_IN_LOCAL = "\"&'/:<>@";
    private static final AsciiSet PLAIN_LOCAL = AsciiSet.smallAnd("!#$%()*+,.;=?[\\]^_`{|}~-");
    private static final AsciiSet PLAIN_DOMAIN = AsciiSet.smallAnd(".");
    private static final AsciiSet PLAIN_RESOURCE = AsciiSet.lettersAnd(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}\\]");

    private JidParts() {}

    /** RFC 7622 3.3.1: UsernameCaseMapped, and eight characters fewer. */
    static String local(String text) {
        if (PLAIN_LOCAL.hasAll(text)) {
            return bounded("localpart", text);
        }
        // RFC 8265 3.3.3: width, case, NFC.
        String mapped = Normalizer.normalize(widthMapped(text).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        if (!mapped.codePoints().allMatch(JidParts::allowedInLocal) || breaksBidiRule(mapped)) {
            throw new IllegalArgumentException("not a localpart of an XMPP address: " + text);
        }
        return bounded("localpart", mapped);
    }

    /** RFC 7622 3.4.1: OpaqueString. */
    static String resource(String text) {
        if (PLAIN_RESOURCE.hasAll(text)) {
            return bounded("resourcepart", text);
        }
        // RFC 8265 4.2.2: spaces become one kind of space, then NFC.
        String mapped = text.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFC);
        if (!prepared.codePoints().allMatch(JidParts::visible)) {
            throw new IllegalArgumentException("not a resourcepart of an XMPP address: " + text);
        }
        return bounded("resourcepart", prepared);
    }

    /** RFC 7622 3.2: an IPv6 address in brackets, or a name whose A-labels become U-labels. */
    static String domain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        // RFC 7622 3.2: a trailing dot is dropped.
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (!(name.startsWith("[") ? isIpv6(name) : isName(name))) {
            throw new IllegalArgumentException("not a domain of an XMPP address: " + text);
        }
        return bounded("domain", name.startsWith("[") ? name : unicode(name));
    }

    private static String unicode(String name) {
        return PLAIN_DOMAIN.hasAll(name) ? name : IDN.toUnicode(name);
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            return false;
        }
        if (PLAIN_DOMAIN.hasAll(name) && name.length() <= LONGEST_LABEL) {
            return true;
        }
        try {
            return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).length() <= LONGEST_NAME;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isIpv6(String text) {
        try {
            // A literal in brackets is never looked up.
            return IPV6.matcher(text).matches() && InetAddress.getByName(text).getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String bounded(String part, String prepared) {
        if (!prepared.isEmpty() && prepared.length() <= MOST_BYTES / 3) {
            // A UTF-16 unit takes at most three bytes.
            return prepared;
        }
        int bytes = prepared.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("a " + part + " has 1 to " + MOST_BYTES + " bytes, not " + bytes);
        }
        return prepared;
    }

    /** RFC 8265 3.1: full-width and half-width characters become their ordinary ones. */
    private static String widthMapped(String text) {
        return text.codePoints()
                .mapToObj(Character::toString)
                .map(c -> isWide(c.codePointAt(0)) ? Normalizer.normalize(c, Normalizer.Form.NFKC) : c)
                .collect(java.util.stream.Collectors.joining());
    }

    private static boolean isWide(int c) {
        return c >= 0xFF01 && c <= 0xFFEE;
    }

    /** RFC 8264 4.2: the IdentifierClass, without what RFC 7622 3.3.1 takes away. */
    private static boolean allowedInLocal(int c) {
        if (c < 0x80) {
            return c > 0x20 && c < 0x7F && FORBIDDEN_IN_LOCAL.indexOf(c) < 0;
        }
        return isLetterDigitOrMark(c) && !hasCompatibilityForm(c);
    }

    /** RFC 8264 9.1, LetterDigits. */
    private static boolean isLetterDigitOrMark(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /** RFC 8264 9.17, HasCompat. */
    private static boolean hasCompatibilityForm(int c) {
        String text = Character.toString(c);
        return !Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text);
    }

    /** RFC 8264 4.3: the FreeformClass takes symbols, punctuation and spaces, but nothing that controls or is unassigned. */
    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** RFC 5893 2, in short: a part that holds right-to-left letters starts with one and holds no left-to-right letter. */
    private static boolean breaksBidiRule(String text) {
        return Bidi.requiresBidi(text.toCharArray(), 0, text.length())
                && ((new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).isMixed() && hasLeftToRight(text))
                        || !isRightToLeft(text.codePointAt(0)));
    }

    private static boolean hasLeftToRight(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
