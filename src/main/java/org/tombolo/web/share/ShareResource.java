package org.tombolo.web.share;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.web.Caller;
import org.tombolo.web.Links;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.EventStreams;

/** {@code /api/v1/shares}. A share that the caller may not see is treated as one that does not exist. */
@Path("api/v1/shares")
@Produces(MediaType.APPLICATION_JSON)
public final class ShareResource {
    private static final Set<String> FINAL = Set.of("ended", "refused");
    private static final int STEP = 1000;

    private final Shares shares;
    private final ShareAccess access;
    private final EventStreams streams;
    private final Links links;
    private final String rtsp;

    /**
     * @param rtsp where players by RTSP connect to, such as {@code rtsp://host:8554}
     */
    public ShareResource(Shares shares, ShareAccess access, EventStreams streams, Links links, String rtsp) {
        this.rtsp = rtsp;
        this.shares = shares;
        this.access = access;
        this.streams = streams;
        this.links = links;
    }

    /** The newest first. */
    @GET
    @Requires("shares:read")
    public Page<ShareView> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        int most = Page.limit(limit);
        return Page.of(visible(caller, after, most + 1), most, Share::id).map(ShareView::of);
    }

    private List<Share> visible(Caller caller, String after, int most) {
        List<Share> found = new ArrayList<>();
        String from = after;
        List<Share> step;
        do {
            step = shares.list(from, STEP);
            step.stream().filter(share -> access.maySee(caller, share)).forEach(found::add);
            from = step.isEmpty() ? from : step.get(step.size() - 1).id();
        } while (step.size() == STEP && found.size() < most);
        return found.size() > most ? found.subList(0, most) : found;
    }

    @GET
    @Path("{id}")
    @Requires("shares:read")
    public ShareView get(@PathParam("id") String id, @Context SecurityContext security) {
        return ShareView.of(find(id, security));
    }

    /** Ends a share. */
    @DELETE
    @Path("{id}")
    @Requires("shares:write")
    public void end(@PathParam("id") String id, @Context SecurityContext security) {
        find(id, security);
        if (!shares.end(id)) {
            throw Refusal.of(409, "INCOMPATIBLE_STATE", "the share is over");
        }
    }

    /** Links that open a share's picture and events for an hour, for players that cannot send headers. */
    @POST
    @Path("{id}/links")
    @Requires("shares:read")
    public Response link(@PathParam("id") String id, @Context SecurityContext security) {
        Share share = find(id, security);
        Caller caller = ShareAccess.linking(Caller.of(security));
        Instant expiry = links.expiry();
        Made made = new Made(
                links.to(caller, "/media/" + share.id() + "/live", expiry),
                links.to(caller, "/media/" + share.id() + ".mp4", expiry),
                links.to(caller, "/hls/" + share.id() + "/index.m3u8", expiry),
                rtsp + "/" + share.id() + "?t=" + links.token(caller, RtspAccess.resource(share.id()), expiry),
                links.to(caller, "/whep/" + share.id(), expiry),
                links.to(caller, "/api/v1/shares/" + share.id() + "/events", expiry),
                expiry);
        return Response.status(Response.Status.CREATED).entity(made).build();
    }

    /** The state now, and each one that follows; the stream ends with the share. */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires(value = "shares:read", link = true)
    public void events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @DefaultValue("") String last,
            @Context SecurityContext security,
            @Context SseEventSink sink,
            @Context Sse sse) {
        find(id, security);
        EventStream stream = streams.open(sink, sse, Caller.of(security));
        // Who was told of the end already only comes back by habit: nothing follows.
        if (FINAL.contains(last)) {
            stream.finish();
            return;
        }
        ShareEvents events = new ShareEvents(stream);
        stream.onClose(shares.subscribe(id, events::send));
        // Read after the watching began, so that no change falls between.
        shares.find(id).ifPresentOrElse(events::send, stream::finish);
    }

    private Share find(String id, SecurityContext security) {
        Optional<Share> share = shares.find(id);
        return share.filter(s -> access.maySee(Caller.of(security), s))
                .orElseThrow(() -> Refusal.of(404, "no such share"));
    }

    /** Signed links. */
    record Made(
            String live, String progressive, String hls, String rtsp, String whep, String events, Instant expiresAt) {}
}
