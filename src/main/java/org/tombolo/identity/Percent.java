package org.tombolo.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Percent escapes of a URI (RFC 3986 2.1). */
public final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
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

    /** The text in UTF-8, with each octet escaped but those of letters, digits and the characters that are kept. */
    public static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isAlphanumeric(c) || kept.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    /**
     * The escapes undone; empty when the octets are no UTF-8.
     *
     * @param escaped well-formed
     */
    public static Optional<String> decode(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return Optional.of(escaped);
        }
        ByteBuffer octets = ByteBuffer.allocate(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                octets.put((byte) HexFormat.fromHexDigits(escaped, i + 1, i + 3));
                i += 2;
            } else {
                octets.put((byte) c);
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean unreserved(char c) {
        return isAlphanumeric(c) || MARKS.indexOf(c) >= 0;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
