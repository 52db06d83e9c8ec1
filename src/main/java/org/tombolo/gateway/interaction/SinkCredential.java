package org.tombolo.gateway.interaction;

import java.net.URI;
import java.time.Instant;

/** What opens a client's sink to us (CAMARA's SinkCredential). */
public sealed interface SinkCredential {

    /**
     * ACCESSTOKEN: a token that the client gave us.
     *
     * @param value what goes behind {@code Bearer}
     * @param expires when the sink stops taking it
     */
    record AccessToken(String value, Instant expires) implements SinkCredential {
        public AccessToken {
            // RFC 6750 2.1: b64token. Nothing else may reach a header line.
            if (!value.matches("[A-Za-z0-9._~+/=-]{1,4096}")) {
                throw new IllegalArgumentException("an access token has the characters of RFC 6750 2.1, at most 4096");
            }
        }

        /** Without the secret: it never gets into a log. */
        @Override
        public String toString() {
            return "AccessToken[expires=" + expires + "]";
        }
    }

    /**
     * PRIVATE_KEY_JWT: we ask the client's authorization server for a token, and show who we are by an assertion that we
     * sign (RFC 7523 2.2, OpenID Connect Core 9).
     *
     * @param clientId who we are at that server, 1 to 128 printable ASCII characters
     * @param tokenUri its token endpoint
     */
    record PrivateKeyJwt(String clientId, URI tokenUri) implements SinkCredential {
        public PrivateKeyJwt {
            // RFC 6749 A.1
            if (!clientId.matches("[\\x20-\\x7E]{1,128}")) {
                throw new IllegalArgumentException("a client id has 1 to 128 printable ASCII characters");
            }
            Sink.requireHttps(tokenUri);
        }
    }
}
