package org.tombolo.web.gallery;

import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gallery.Gallery;
import org.tombolo.gallery.GalleryItem;
import org.tombolo.identity.WebUser;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Caller;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/gallery}: what a portal user keeps. Its files are served and taken by {@link GalleryServlet}. */
@Path("api/v1/gallery")
@Produces(MediaType.APPLICATION_JSON)
public final class GalleryResource {
    private final Gallery gallery;
    private final GalleryAccess access;

    public GalleryResource(Gallery gallery) {
        this.gallery = gallery;
        this.access = new GalleryAccess(gallery);
    }

    /** The newest first. */
    @GET
    @Requires("gallery:read")
    public Page<GalleryView> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        WebUser owner = access.owner(Caller.of(security));
        int most = Page.limit(limit);
        return Page.of(gallery.list(owner, after, most + 1), most, GalleryItem::id)
                .map(GalleryView::of);
    }

    @GET
    @Path("{id}")
    @Requires("gallery:read")
    public GalleryView get(@PathParam("id") String id, @Context SecurityContext security) {
        return GalleryView.of(access.find(Caller.of(security), id));
    }

    /** Deletes one; it can be restored for some minutes. */
    @DELETE
    @Path("{id}")
    @Requires("gallery:write")
    public void delete(@PathParam("id") String id, @Context SecurityContext security) {
        gallery.delete(access.find(Caller.of(security), id).id());
    }

    /** Takes a DELETE back. */
    @POST
    @Path("{id}/restore")
    @Requires("gallery:write")
    public GalleryView restore(@PathParam("id") String id, @Context SecurityContext security) {
        WebUser owner = access.owner(Caller.of(security));
        if (!StoredFile.isId(id) || !gallery.restore(owner, id)) {
            throw Refusal.of(410, "it is gone for good");
        }
        return GalleryView.of(access.find(Caller.of(security), id));
    }

    /** What a portal user wants of her gallery, and how much place is left. */
    @GET
    @Path("choices")
    @Requires("gallery:read")
    public Choices choices(@Context SecurityContext security) {
        return choices(access.owner(Caller.of(security)));
    }

    private Choices choices(WebUser owner) {
        return new Choices(gallery.keepsShares(owner), gallery.left(owner));
    }

    @PUT
    @Path("choices")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("gallery:write")
    public Choices choose(Wanted wanted, @Context SecurityContext security) {
        WebUser owner = access.owner(Caller.of(security));
        gallery.keepShares(owner, wanted.keepShares());
        return choices(owner);
    }

    /**
     * What a portal user wants of her gallery.
     *
     * @param keepShares whether what is shared with her is recorded; absent when a rule decides
     * @param left octets that she may still keep
     */
    record Choices(Optional<Boolean> keepShares, long left) {}

    /** What she asks for. */
    record Wanted(boolean keepShares) {}
}
