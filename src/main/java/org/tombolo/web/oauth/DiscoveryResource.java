package org.tombolo.web.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.tombolo.web.Open;
import org.tombolo.web.token.Scopes;

/** {@code /.well-known/openid-configuration} and {@code oauth-authorization-server}: what the embedded issuer can do (RFC 8414). */
@Path(".well-known/{document: openid-configuration|oauth-authorization-server}")
@Produces(MediaType.APPLICATION_JSON)
public final class DiscoveryResource {
    private final String publicUrl;

    /** @param publicUrl the issuer, without a trailing slash */
    public DiscoveryResource(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** The document. */
    @GET
    @Open
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", publicUrl);
        document.put("token_endpoint", publicUrl + "/oauth/token");
        document.put("jwks_uri", publicUrl + "/.well-known/jwks.json");
        document.put("scopes_supported", List.copyOf(Scopes.all()));
        document.put("response_types_supported", List.of());
        document.put("grant_types_supported", List.of("client_credentials"));
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
        return document;
    }
}
