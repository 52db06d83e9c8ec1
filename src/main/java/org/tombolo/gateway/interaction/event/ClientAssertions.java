package org.tombolo.gateway.interaction.event;

import java.net.URI;

/** Makes the assertions by which we show ourselves to authorization servers (RFC 7523 3). */
public interface ClientAssertions {
    /**
     * A signed JWT, good for a few minutes.
     *
     * @param clientId its issuer and subject: who we are there
     * @param audience the server's token endpoint
     */
    String assertion(String clientId, URI audience);
}
