package org.tombolo.web.share;

import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.identity.Guests;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/guests}: whom the portal user who asks lets watch what phones share with her. */
@Path("api/v1/guests")
@Produces(MediaType.APPLICATION_JSON)
public final class GuestResource {
    private final Guests guests;

    public GuestResource(Guests guests) {
        this.guests = guests;
    }

    /** By name. */
    @GET
    @Requires("shares:read")
    public Page<View> list(@Context SecurityContext security) {
        return Page.of(guests.of(host(security)), Guests.MOST, WebUser::name).map(View::of);
    }

    @PUT
    @Path("{name}")
    @Requires("shares:read")
    public View add(@PathParam("name") String name, @Context SecurityContext security) {
        WebUser guest = user(name);
        if (!guests.add(host(security), guest)) {
            throw Refusal.of(409, "INCOMPATIBLE_STATE", "there are " + Guests.MOST + " guests already");
        }
        return View.of(guest);
    }

    @DELETE
    @Path("{name}")
    @Requires("shares:read")
    public void remove(@PathParam("name") String name, @Context SecurityContext security) {
        if (!guests.remove(host(security), user(name))) {
            throw Refusal.of(404, name + " is no guest");
        }
    }

    private static WebUser host(SecurityContext security) {
        return Caller.of(security).user().orElseThrow(() -> Refusal.of(403, "only who is signed in has guests"));
    }

    private static WebUser user(String name) {
        return WebUser.parse(name).orElseThrow(() -> Refusal.of(400, name + " is no name of a portal user"));
    }

    /** A guest in the API's words. */
    record View(String id) {
        static View of(WebUser guest) {
            return new View(guest.name());
        }
    }
}
