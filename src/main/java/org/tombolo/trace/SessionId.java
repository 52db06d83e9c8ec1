package org.tombolo.trace;

/**
 * The name of one session of ours, in every log line, trace event and URL that concerns it.
 *
 * @param value 8 to 64 letters, digits, {@code -} or {@code _}
 */
public record SessionId(String value) {
    public SessionId {
        if (value.length() < 8 || value.length() > 64 || !value.chars().allMatch(SessionId::allowed)) {
            throw new IllegalArgumentException("a session id has 8 to 64 letters, digits, - or _, not: " + value);
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    @Override
    public String toString() {
        return value;
    }
}
