package org.tombolo.web.oauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.web.Open;
import org.tombolo.web.token.Issuer;
import org.tombolo.web.token.SinkKey;

/** {@code /.well-known/jwks.json}: the public keys that verify what we sign (RFC 7517 5). */
@Path(".well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
public final class JwksResource {
    private final SinkKey sinks;
    private final Optional<Issuer> issuer;

    /** @param issuer the embedded issuer, unless it is off */
    public JwksResource(SinkKey sinks, Optional<Issuer> issuer) {
        this.sinks = sinks;
        this.issuer = issuer;
    }

    /** The key set. */
    @GET
    @Open
    public Response keys() {
        List<Map<String, Object>> keys = new ArrayList<>(List.of(sinks.publicJwk()));
        issuer.ifPresent(i -> keys.addAll(i.publicJwks()));
        return Response.ok(Map.of("keys", keys))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                .build();
    }
}
