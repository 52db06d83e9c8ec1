package org.tombolo.web.calls;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.tombolo.gateway.interaction.event.EventHistory;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.events.SentEvent;

/** {@code /api/v1/events}: the events of all calls of whoever asks, in the order in which they were written, for a client that was away. */
@Path("api/v1/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventsResource {
    private final EventHistory history;

    public EventsResource(EventHistory history) {
        this.history = history;
    }

    /**
     * A page of events.
     *
     * @param after what {@code next} said before; empty for the oldest that are kept
     */
    @GET
    @Requires("calls:read")
    public Events list(
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        long from = position(after);
        Requester requester = CallAccess.requester(security);
        List<EventHistory.Placed> found = history.history(requester.owner(), from, most + 1);
        List<EventHistory.Placed> page = found.subList(0, Math.min(most, found.size()));
        long next = page.isEmpty() ? from : page.get(page.size() - 1).position();
        return new Events(
                page.stream().map(p -> SentEvent.parsed(p.event())).toList(), Long.toString(next), found.size() > most);
    }

    private static long position(String after) {
        if (!after.matches("[0-9]{1,18}")) {
            throw Refusal.of(400, "after: must be what \"next\" said");
        }
        return Long.parseLong(after);
    }

    /**
     * A page.
     *
     * @param items CloudEvents
     * @param next where to read on, now or later
     * @param more whether there are more now
     */
    record Events(List<JsonNode> items, String next, boolean more) {}
}
