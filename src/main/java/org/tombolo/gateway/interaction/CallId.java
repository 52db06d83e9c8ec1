package org.tombolo.gateway.interaction;

import java.util.Optional;
import org.tombolo.trace.SessionId;

/**
 * The name of a call in the API: the id of its session, so it is as hard to guess and leads to the session.
 *
 * @param session the session that carries the call
 */
public record CallId(SessionId session) {
    private static final String PREFIX = "call_";

    /** Reads an id of the API; empty when it cannot be one of ours. */
    public static Optional<CallId> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CallId(new SessionId(text.substring(PREFIX.length()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As the API writes it: fits CAMARA's pattern {@code ^[A-Za-z0-9._~:-]{1,256}$}. */
    public String text() {
        return PREFIX + session.value();
    }

    @Override
    public String toString() {
        return text();
    }
}
