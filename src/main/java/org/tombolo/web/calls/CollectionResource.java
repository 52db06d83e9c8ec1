package org.tombolo.web.calls;

import java.time.Duration;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
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
import org.tombolo.gateway.interaction.KeyCollection;
import org.tombolo.gateway.interaction.sound.Keys;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/calls/{id}/legs/{leg}/collection}: keys that a party presses. */
@Path("api/v1/calls/{id}/legs/{leg}/collection")
@Produces(MediaType.APPLICATION_JSON)
public final class CollectionResource {
    private static final int MOST_KEYS = 32;
    private static final int LONGEST_WAIT = 120;

    private final ClickToDial calls;

    public CollectionResource(ClickToDial calls) {
        this.calls = calls;
    }

    /** Waits for keys that a party presses; an event tells them. Meanwhile the other party does not get them. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public Response collect(
            @PathParam("id") String id,
            @PathParam("leg") String leg,
            Collection wanted,
            @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        return LegsResource.begun(calls.collect(call.id(), leg, wanted.wish(), CallAccess.requester(security)));
    }

    /** Waits no more; the event tells the keys until now. */
    @DELETE
    @Requires("calls:write")
    public void stopCollecting(
            @PathParam("id") String id, @PathParam("leg") String leg, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        LegsResource.accept(calls.stopCollecting(call.id(), leg, CallAccess.requester(security)));
    }

    /**
     * Keys to be waited for.
     *
     * @param most how many
     * @param terminator keys that end it, {@code #} when nothing is said
     * @param timeout seconds for the first key
     * @param between seconds for each further one
     */
    record Collection(int most, Optional<String> terminator, Optional<Integer> timeout, Optional<Integer> between) {
        KeyCollection.Wish wish() {
            String end = terminator.orElse("#");
            if (!end.isEmpty() && !Keys.are(end)) {
                throw Refusal.of(400, "terminator: must be of 0 to 9, *, #, and A to D");
            }
            return new KeyCollection.Wish(
                    LegsResource.number("most", Optional.of(most), 1, MOST_KEYS),
                    end,
                    Duration.ofSeconds(LegsResource.number("timeout", timeout, 10, LONGEST_WAIT)),
                    Duration.ofSeconds(LegsResource.number("between", between, 5, LONGEST_WAIT)));
        }
    }
}
