package org.tombolo.gateway.interaction;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a client wants the events of a call.
 *
 * @param uri https, with a host, without user information
 */
public record Sink(URI uri, Optional<Token> token) {
    private static final int LONGEST = 2048;

    public Sink {
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("a sink is an https URL with a host");
        }
        if (uri.getUserInfo() != null
                || uri.getFragment() != null
                || uri.toString().length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a sink has no user information and no fragment, and at most " + LONGEST + " characters");
        }
    }

    /**
     * A credential of type ACCESSTOKEN.
     *
     * @param value what goes behind {@code Bearer}
     * @param expires when the sink stops taking it
     */
    public record Token(String value, Instant expires) {
        public Token {
            // RFC 6750 2.1: b64token. Nothing else may reach a header line.
            if (!value.matches("[A-Za-z0-9._~+/=-]{1,4096}")) {
                throw new IllegalArgumentException("an access token has the characters of RFC 6750 2.1, at most 4096");
            }
        }

        /** Without the secret: it never gets into a log. */
        @Override
        public String toString() {
            return "Token[expires=" + expires + "]";
        }
    }
}
