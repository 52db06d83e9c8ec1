package org.tombolo.trace;

/**
 * The name of one session of ours, in every log line, trace event and URL that concerns it.
 *
 * @param value 8 to 64 letters, digits, {@code -} or {@code _}
 */
public record SessionId(String value) {
    public SessionId {
        if (value.length() < 8 || value.length() > 64 || !allowed(value)) {
            throw new IllegalArgumentException("a session id has 8 to 64 letters, digits, - or _, not: " + value);
        }
    }

    // A loop, not a stream: each message makes some.
    private static boolean allowed(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!allowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    @Override
    public String toString() {
        return value;
    }
}
