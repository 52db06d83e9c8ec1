package org.tombolo.web.pushes;

import java.util.List;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.push.PushDeliveryLog;
import org.tombolo.web.Page;
import org.tombolo.web.Requires;
import org.tombolo.web.calls.CallAccess;

/** {@code /api/v1/push-deliveries}: the newest pushes with a sink, and how far their events have come. */
@Path("api/v1/push-deliveries")
@Produces(MediaType.APPLICATION_JSON)
public final class PushSummariesResource {
    private final PushDeliveryLog log;

    public PushSummariesResource(PushDeliveryLog log) {
        this.log = log;
    }

    /** The newest first. */
    @GET
    @Requires("pushes:read")
    public All list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit, @Context SecurityContext security) {
        Requester requester = CallAccess.requester(security);
        return new All(log.summaries(requester.owner(), Page.limit(limit)).stream()
                .map(One::of)
                .toList());
    }

    /** Those pushes. */
    record All(List<One> items) {}

    /** A push with a sink. */
    record One(
            String pushId,
            String from,
            String to,
            String createdAt,
            String sink,
            int events,
            int delivered,
            int waiting) {
        static One of(PushDeliveryLog.Summary summary) {
            return new One(
                    summary.push().text(),
                    PartyAddress.shown(summary.from()),
                    PartyAddress.shown(summary.to()),
                    summary.createdAt().toString(),
                    summary.sink(),
                    summary.events(),
                    summary.delivered(),
                    summary.waiting());
        }
    }
}
