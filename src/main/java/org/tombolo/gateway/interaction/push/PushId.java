package org.tombolo.gateway.interaction.push;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tombolo.trace.SessionId;

/**
 * The name of a push in the API.
 *
 * @param session what its events are traced under; each attempt has a session of its own besides
 */
public record PushId(SessionId session) {
    private static final String PREFIX = "push_";
    private static final int BYTES = 16;

    static PushId random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PushId(new SessionId(HexFormat.of().formatHex(bytes)));
    }

    /** Reads an id of the API; empty when it cannot be one of ours. */
    public static Optional<PushId> parse(String text) {
        return text.matches(PREFIX + "[A-Za-z0-9_-]{8,64}")
                ? Optional.of(new PushId(new SessionId(text.substring(PREFIX.length()))))
                : Optional.empty();
    }

    /** As the API writes it. */
    public String text() {
        return PREFIX + session.value();
    }

    @Override
    public String toString() {
        return text();
    }
}
