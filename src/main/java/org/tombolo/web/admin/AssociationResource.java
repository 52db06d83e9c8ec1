package org.tombolo.web.admin;

import java.util.Locale;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.Associations;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/admin/v1/associations}. */
@Path("api/admin/v1/associations")
@Produces(MediaType.APPLICATION_JSON)
public final class AssociationResource {
    private final Associations associations;

    public AssociationResource(Associations associations) {
        this.associations = associations;
    }

    /** Ordered by id. */
    @GET
    @Requires("admin")
    public Page<View> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit) {
        int most = Page.limit(limit);
        return Page.of(associations.list(after, most + 1), most, Association::id)
                .map(View::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("admin")
    public Response add(Wanted wanted) {
        Association checked = wanted.check();
        try {
            Association added = associations.add(checked.ims(), checked.web(), checked.service(), checked.source());
            return Response.status(Response.Status.CREATED)
                    .entity(View.of(added))
                    .build();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(409, "ALREADY_EXISTS", String.valueOf(e.getMessage()));
        }
    }

    @DELETE
    @Path("{id}")
    @Requires("admin")
    public void remove(@PathParam("id") String id) {
        if (!associations.remove(id)) {
            throw Refusal.of(404, "no such association");
        }
    }

    /** An association in the API's words. */
    record View(String id, String ims, String web, String service, String source) {
        static View of(Association association) {
            return new View(
                    association.id(),
                    association.ims().text(),
                    association.web().text(),
                    association.service().name(),
                    association.source().name());
        }
    }

    /** What an administrator asks for. */
    record Wanted(String ims, String web, String service) {
        /** As it would be, still without a name of its own. */
        Association check() {
            try {
                return new Association(
                        "new", address("ims", ims), address("web", web), purpose(), Association.Source.ADMIN);
            } catch (IllegalArgumentException e) {
                throw Refusal.of(400, String.valueOf(e.getMessage()));
            }
        }

        private static Address address(String property, String text) {
            Optional<? extends Address> address = Address.parse(text);
            if (address.isPresent()) {
                return address.get();
            }
            throw Refusal.of(400, property + ": is no address (sip:, tel:, web: or name@domain)");
        }

        private Association.Service purpose() {
            try {
                return Association.Service.valueOf(service.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw Refusal.of(400, "service: must be MESSAGING or VIDEO");
            }
        }
    }
}
