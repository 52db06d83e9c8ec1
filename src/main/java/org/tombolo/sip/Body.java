package org.tombolo.sip;

import java.nio.charset.StandardCharsets;

/**
 * A message body.
 *
 * @param type Content-Type with its parameters
 * @param bytes the octets, not to be changed
 * @param language Content-Language, empty when it is not told
 */
public record Body(String type, byte[] bytes, String language) {
    public static final String SDP = "application/sdp";

    /** A body whose language is not told. */
    public Body(String type, byte[] bytes) {
        this(type, bytes, "");
    }

    /** A body of text in UTF-8. */
    public static Body text(String type, String text) {
        return new Body(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the media type is this one, parameters and case aside. */
    public boolean is(String mediaType) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().equalsIgnoreCase(mediaType);
    }

    /** The octets read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
