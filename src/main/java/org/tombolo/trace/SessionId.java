package org.tombolo.trace;

import java.util.regex.Pattern;

/**
 * The name of one session of ours, in every log line, trace event and URL that concerns it.
 *
 * @param value 8 to 64 letters, digits, {@code -} or {@code _}
 */
public record SessionId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    public SessionId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("a session id has 8 to 64 letters, digits, - or _, not: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
