package org.tombolo.msrp.sdp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who opens the connection (RFC 4145 4, for MSRP RFC 6135). */
public enum Setup {
    /** Either; the answerer chooses. */
    ACTPASS,
    /** The writer does. */
    ACTIVE,
    /** The reader does. */
    PASSIVE;

    /** Empty for what is none, and for {@code holdconn}, which counts as nothing (RFC 6135 4.2.1). */
    static Optional<Setup> parse(String text) {
        return Arrays.stream(values())
                .filter(v -> v.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /**
     * What we answer. Where the choice is ours we wait: who offers may sit behind a NAT (RFC 6135 4.2.2), and we do not.
     */
    public Setup answer() {
        return switch (this) {
            case ACTPASS, ACTIVE -> PASSIVE;
            case PASSIVE -> ACTIVE;
        };
    }

    /** Whether an answer fits this offer (RFC 4145 4.1). */
    public boolean allows(Setup answer) {
        return switch (this) {
            case ACTPASS -> answer != ACTPASS;
            case ACTIVE -> answer == PASSIVE;
            case PASSIVE -> answer == ACTIVE;
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
