package org.tombolo.web.share;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.convergence.Audience;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.web.Caller;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/shares/{id}/viewers}: who watches a share, for the one who shares. */
@Path("api/v1/shares/{id}/viewers")
@Produces(MediaType.APPLICATION_JSON)
public final class ViewerResource {
    private final Shares shares;
    private final ShareAccess access;

    public ViewerResource(Shares shares, ShareAccess access) {
        this.shares = shares;
        this.access = access;
    }

    /** The earliest first. */
    @GET
    @Requires("shares:read")
    public Page<View> list(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        List<Audience.Member> found = audience(id, security).members().stream()
                .dropWhile(member -> !after.isEmpty() && !member.name().equals(after))
                .skip(after.isEmpty() ? 0 : 1)
                .limit(most + 1L)
                .toList();
        return Page.of(found, most, Audience.Member::name).map(View::of);
    }

    /** Ends all that somebody watches the share by; she is not let in again. */
    @DELETE
    @Path("{name}")
    @Requires("shares:read")
    public void remove(@PathParam("id") String id, @PathParam("name") String name, @Context SecurityContext security) {
        if (!audience(id, security).remove(name)) {
            throw Refusal.of(404, name + " does not watch");
        }
    }

    private Audience audience(String id, SecurityContext security) {
        Caller caller = Caller.of(security);
        Share share = shares.find(id)
                .filter(s -> access.maySee(caller, s))
                .orElseThrow(() -> Refusal.of(404, "no such share"));
        if (!access.maySeeViewers(caller, share)) {
            throw Refusal.of(403, "only who shares sees who watches");
        }
        return shares.audience(id).orElseThrow(() -> Refusal.of(404, "no such share"));
    }

    /** A viewer in the API's words. */
    record View(String id, List<String> ways, Instant since) {
        static View of(Audience.Member member) {
            return new View(
                    member.name(),
                    member.ways().stream()
                            .map(way -> way.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList(),
                    member.since());
        }
    }
}
