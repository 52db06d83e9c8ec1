package org.tombolo.jingle;

import java.util.Locale;
import java.util.Optional;

/** Who sends in a content (XEP-0166 7.3). */
public enum Senders {
    BOTH,
    INITIATOR,
    NONE,
    RESPONDER;

    /** As it stands in the attribute. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Senders> of(String text) {
        if (text.isEmpty()) {
            return Optional.of(BOTH);
        }
        for (Senders senders : values()) {
            if (senders.text().equals(text)) {
                return Optional.of(senders);
            }
        }
        return Optional.empty();
    }

    /** Whether one of the two parties sends. */
    public boolean sends(boolean initiator) {
        return this == BOTH || this == (initiator ? INITIATOR : RESPONDER);
    }
}
