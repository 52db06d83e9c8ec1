package org.tombolo.msrp;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that nobody guesses. */
final class Ids {
    private final SecureRandom random;

    Ids(SecureRandom random) {
        this.random = random;
    }

    /** RFC 4975 14.1: a session id has at least 80 bits of randomness; it is all that proves a peer without TLS. */
    String session() {
        return hex(16);
    }

    /** RFC 4975 7.1: at least 64 bits. Without hyphens, as {@link org.tombolo.msrp.wire.EndLineGuard} wants it. */
    String transaction() {
        return hex(10);
    }

    String message() {
        return hex(12);
    }

    private String hex(int octets) {
        byte[] value = new byte[octets];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
