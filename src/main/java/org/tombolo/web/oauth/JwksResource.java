package org.tombolo.web.oauth;

import java.util.List;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.web.Open;
import org.tombolo.web.token.SinkKey;

/** {@code /.well-known/jwks.json}: the public keys that verify what we sign (RFC 7517 5). */
@Path(".well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
public final class JwksResource {
    private final SinkKey sinks;

    public JwksResource(SinkKey sinks) {
        this.sinks = sinks;
    }

    /** The key set. */
    @GET
    @Open
    public Response keys() {
        Map<String, Object> set = Map.of("keys", List.of(sinks.publicJwk()));
        return Response.ok(set)
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                .build();
    }
}
