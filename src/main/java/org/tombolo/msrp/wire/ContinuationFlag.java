package org.tombolo.msrp.wire;

/** What the last character of an end-line says (RFC 4975 7.1). */
public enum ContinuationFlag {
    /** The message ends here. */
    COMPLETE('$'),
    /** More chunks follow. */
    MORE('+'),
    /** The sender gives the message up. */
    ABORTED('#');

    private final char character;

    ContinuationFlag(char character) {
        this.character = character;
    }

    /** The character on the wire. */
    public char character() {
        return character;
    }

    static boolean is(int octet) {
        return octet == '$' || octet == '+' || octet == '#';
    }

    static ContinuationFlag of(int octet) {
        return octet == '$' ? COMPLETE : octet == '+' ? MORE : ABORTED;
    }
}
