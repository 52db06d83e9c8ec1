package org.tombolo.identity;

/** A set of ASCII characters, to check the parts of addresses with: every message has several, and a regular expression costs more. */
final class AsciiSet {
    private static final String DIGITS_AND_SMALL = "0123456789abcdefghijklmnopqrstuvwxyz";

    private final boolean[] members = new boolean[128];

    private AsciiSet(String characters) {
        for (int i = 0; i < characters.length(); i++) {
            members[characters.charAt(i)] = true;
        }
    }

    static AsciiSet of(String characters) {
        return new AsciiSet(characters);
    }

    /** Digits, small letters, and others. */
    static AsciiSet smallAnd(String others) {
        return new AsciiSet(DIGITS_AND_SMALL + others);
    }

    /** Digits, letters, and others. */
    static AsciiSet lettersAnd(String others) {
        return new AsciiSet(DIGITS_AND_SMALL + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + others);
    }

    boolean has(char c) {
        return c < members.length && members[c];
    }

    /** Whether a text consists of these characters; the empty one does. */
    boolean hasAll(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!has(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
