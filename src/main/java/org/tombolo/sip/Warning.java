package org.tombolo.sip;

/** The Warning header (RFC 3261 20.43). */
public final class Warning {
    private Warning() {}

    /** 305: the offer's media cannot be handled, with what we take. */
    public static Header incompatibleMediaFormat(String text) {
        return header(305, text);
    }

    /** 399: anything else. */
    public static Header miscellaneous(String text) {
        return header(399, text);
    }

    private static Header header(int code, String text) {
        String quoted =
                text.replaceAll("[\\p{Cntrl}]", " ").replace("\\", "\\\\").replace("\"", "\\\"");
        return new Header("Warning", code + " tombolo \"" + quoted + "\"");
    }
}
