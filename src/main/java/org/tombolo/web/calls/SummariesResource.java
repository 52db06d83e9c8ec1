package org.tombolo.web.calls;

import java.util.List;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.event.DeliveryLog;
import org.tombolo.web.Page;
import org.tombolo.web.Requires;

/** {@code /api/v1/deliveries}: the newest calls with a sink, and how far their events have come. */
@Path("api/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
public final class SummariesResource {
    private final DeliveryLog log;

    public SummariesResource(DeliveryLog log) {
        this.log = log;
    }

    /** The newest first. */
    @GET
    @Requires("calls:read")
    public All list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit, @Context SecurityContext security) {
        Requester requester = CallAccess.requester(security);
        return new All(log.summaries(requester.owner(), Page.limit(limit)).stream()
                .map(One::of)
                .toList());
    }

    /** Those calls. */
    record All(List<One> items) {}

    /** A call with a sink. */
    record One(
            String callId,
            String caller,
            String callee,
            String createdAt,
            String sink,
            int events,
            int delivered,
            int waiting) {
        static One of(DeliveryLog.Summary summary) {
            return new One(
                    summary.call().text(),
                    summary.caller(),
                    summary.callee(),
                    summary.createdAt().toString(),
                    summary.sink(),
                    summary.events(),
                    summary.delivered(),
                    summary.waiting());
        }
    }
}
