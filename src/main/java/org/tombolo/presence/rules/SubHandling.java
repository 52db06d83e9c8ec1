package org.tombolo.presence.rules;

import java.util.Locale;
import java.util.Optional;

/** What happens to a subscription, from the strictest on; of several the last one counts (RFC 5025 3.2.1, RFC 4745 10.2). */
public enum SubHandling {
    /** It is rejected. */
    BLOCK,
    /** It is pending until the presentity has decided. */
    CONFIRM,
    /** It seems to be granted, and shows somebody who is not there. */
    POLITE_BLOCK,
    /** It is granted. */
    ALLOW;

    static Optional<SubHandling> parse(String word) {
        return switch (word) {
            case "block", "confirm", "polite-block", "allow" ->
                Optional.of(valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
            default -> Optional.empty();
        };
    }

    /** Whether the watcher is told that she may watch. */
    public boolean grants() {
        return this == POLITE_BLOCK || this == ALLOW;
    }
}
