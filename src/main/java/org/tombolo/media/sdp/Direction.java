package org.tombolo.media.sdp;

import java.util.List;
import java.util.Optional;

/** Which way media flows, as the one who writes it sees it (RFC 8866 6.7). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /** Whether the writer sends. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /** Whether the writer receives. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** Of these two wishes. */
    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** The attribute that says so. */
    public Attribute attribute() {
        return Attribute.property(name().toLowerCase(java.util.Locale.ROOT));
    }

    static Optional<Direction> among(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            for (Direction direction : values()) {
                if (direction.attribute().equals(attribute)) {
                    return Optional.of(direction);
                }
            }
        }
        return Optional.empty();
    }
}
