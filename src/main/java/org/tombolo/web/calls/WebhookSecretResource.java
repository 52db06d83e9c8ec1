package org.tombolo.web.calls;

import java.util.Optional;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.event.WebhookSecret;
import org.tombolo.gateway.interaction.event.WebhookSecrets;
import org.tombolo.web.Requires;

/** {@code /api/v1/webhook-secret}: what the events of whoever asks are signed with, in the form that Standard Webhooks' libraries take. */
@Path("api/v1/webhook-secret")
@Produces(MediaType.APPLICATION_JSON)
public final class WebhookSecretResource {
    private final WebhookSecrets secrets;

    public WebhookSecretResource(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    /** The secret. */
    @GET
    @Requires("calls:write")
    public View get(@Context SecurityContext security) {
        return View.of(secrets.of(CallAccess.requester(security).name()));
    }

    /** Makes another one; both sign for a day. */
    @POST
    @Path("rotation")
    @Requires("calls:write")
    public View rotate(@Context SecurityContext security) {
        return View.of(secrets.rotate(CallAccess.requester(security).name()));
    }

    /** A secret in the API's words. */
    record View(String secret, Optional<String> formerSignsUntil) {
        static View of(WebhookSecret secret) {
            return new View(secret.current(), secret.formerUntil().map(Object::toString));
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "View[formerSignsUntil=" + formerSignsUntil + "]";
        }
    }
}
