package org.tombolo.web.server;

import java.time.Instant;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.tombolo.web.Open;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** A CAMARA resource, and methods that do what none of ours should. */
@Path("click-to-dial/v0.2rc1/calls")
@Produces(MediaType.APPLICATION_JSON)
public final class FakeCalls {
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("click-to-dial:calls:create")
    public Response create(Wanted wanted) {
        return Response.status(201)
                .entity(new Made("c1", wanted.caller().number(), Instant.parse("2026-03-01T10:00:00Z")))
                .build();
    }

    @GET
    @Path("{id}")
    @Requires("click-to-dial:calls:read")
    public Made get(@PathParam("id") String id) {
        if (!id.equals("c1")) {
            throw Refusal.of(404, "no such call");
        }
        return new Made(id, "+15550001", Instant.EPOCH);
    }

    @DELETE
    @Path("{id}")
    @Requires("click-to-dial:calls:delete")
    public void end(@PathParam("id") String id) {
        if (!id.isEmpty()) {
            throw Refusal.of(409, "INCOMPATIBLE_STATE", "the call is over");
        }
    }

    /** Forgot to say who may call it. */
    @GET
    @Path("unguarded/method")
    public String unguarded() {
        return "secret";
    }

    @GET
    @Path("broken/method")
    @Open
    public int broken() {
        // Fails, and the exception has the text in its message.
        return Integer.parseInt("password=hunter2");
    }

    @GET
    @Path("counted/method")
    @Open
    public int counted(@QueryParam("n") int n) {
        return n;
    }

    record Party(String number) {
        Party {
            if (number != null && !number.matches("\\+[1-9][0-9]{4,14}")) {
                throw new IllegalArgumentException("number: must be + and 5 to 15 digits");
            }
        }
    }

    record Wanted(Party caller, Party callee, Optional<String> sink, Optional<Boolean> recordingEnabled) {}

    record Made(String callId, String caller, Instant createdAt) {}
}
