package org.tombolo.gateway.interaction.sound;

import java.util.Optional;

/** The keys of a telephone, in the order of their event codes (RFC 4733 3.2). */
public final class Keys {
    private static final String ALL = "0123456789*#ABCD";

    private Keys() {}

    /** Whether a text is of keys and of nothing else, and not empty. */
    public static boolean are(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> ALL.indexOf(c) >= 0);
    }

    /** The event code of a key. */
    static int code(char key) {
        return ALL.indexOf(key);
    }

    /** The key of an event code; empty for other events. */
    static Optional<Character> of(int code) {
        return code < ALL.length() ? Optional.of(ALL.charAt(code)) : Optional.empty();
    }
}
