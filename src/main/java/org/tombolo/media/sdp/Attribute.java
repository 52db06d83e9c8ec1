package org.tombolo.media.sdp;

/**
 * An {@code a=} line (RFC 8866 5.13).
 *
 * @param name what stands before the colon
 * @param value what stands after it, empty for a property attribute
 */
public record Attribute(String name, String value) {

    /** A property attribute, such as {@code a=recvonly}. */
    public static Attribute property(String name) {
        return new Attribute(name, "");
    }

    static Attribute parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? property(text.trim())
                : new Attribute(
                        text.substring(0, colon).trim(),
                        text.substring(colon + 1).trim());
    }

    String line() {
        return "a=" + name + (value.isEmpty() ? "" : ":" + value) + "\r\n";
    }
}
