package org.tombolo.web.calls;

import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.sound.Keys;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/calls/{id}/legs/{leg}/keys}: keys pressed towards a party. */
@Path("api/v1/calls/{id}/legs/{leg}/keys")
@Produces(MediaType.APPLICATION_JSON)
public final class KeysResource {
    private static final int MOST_KEYS = 32;

    private final ClickToDial calls;

    public KeysResource(ClickToDial calls) {
        this.calls = calls;
    }

    /** Presses keys towards a party, as if the other one did. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public Response press(
            @PathParam("id") String id, @PathParam("leg") String leg, Press wanted, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        if (!Keys.are(wanted.keys()) || wanted.keys().length() > MOST_KEYS) {
            throw Refusal.of(400, "keys: must be 1 to " + MOST_KEYS + " of 0 to 9, *, #, and A to D");
        }
        return LegsResource.begun(calls.press(call.id(), leg, wanted.keys(), CallAccess.requester(security)));
    }

    /** Keys to be pressed. */
    record Press(String keys) {}
}
