package org.tombolo.msrp.wire;

/** Octets that are no MSRP; the message says what was wrong with what. */
public final class MsrpSyntaxException extends Exception {
    public MsrpSyntaxException(String message) {
        super(message);
    }

    /** What came from outside, short enough for a message. */
    static String shortened(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "...";
    }
}
