package org.tombolo.web.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
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
import org.tombolo.gateway.interaction.Requester;
import org.tombolo.gateway.interaction.recording.Recording;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/recordings}: recordings of the calls of whoever asks. Their sound is at {@code /media/recordings/{id}}. */
@Path("api/v1/recordings")
@Produces(MediaType.APPLICATION_JSON)
public final class RecordingsResource {
    private final Recordings recordings;

    public RecordingsResource(Recordings recordings) {
        this.recordings = recordings;
    }

    /** The newest first. */
    @GET
    @Requires("click-to-dial:recordings:read")
    public Page<Body> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit,
            @Context SecurityContext security) {
        int most = Page.limit(limit);
        Requester requester = CallAccess.requester(security);
        List<Recording> found =
                recordings.list(requester.owner(), Optional.of(after).filter(a -> !a.isEmpty()), most + 1);
        return Page.of(found, most, Recording::id).map(Body::of);
    }

    /** One. */
    @GET
    @Path("{id}")
    @Requires("click-to-dial:recordings:read")
    public Body get(@PathParam("id") String id, @Context SecurityContext security) {
        return Body.of(find(recordings, id, CallAccess.requester(security)));
    }

    /** Deletes one before its time. */
    @DELETE
    @Path("{id}")
    @Requires("calls:write")
    public void delete(@PathParam("id") String id, @Context SecurityContext security) {
        try {
            recordings.delete(find(recordings, id, CallAccess.requester(security)));
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be deleted", e);
        }
    }

    /** @throws Refusal 404 when the requester has none of that id */
    static Recording find(Recordings recordings, String id, Requester requester) {
        return recordings
                .find(id)
                .filter(r -> requester.all() || r.owner().equals(requester.name()))
                .orElseThrow(() -> Refusal.of(404, "there is no such recording"));
    }

    /**
     * A recording.
     *
     * @param audio where it can be heard, both on one channel
     * @param dual the same with the caller on the left channel and the callee on the right one
     */
    record Body(
            String id,
            String callId,
            String caller,
            String callee,
            String since,
            long seconds,
            String expiresAt,
            String audio,
            String dual) {
        static Body of(Recording recording) {
            String audio = RecordingServlet.ROOT + "/" + recording.id();
            return new Body(
                    recording.id(),
                    recording.call(),
                    recording.caller(),
                    recording.callee(),
                    CallBody.time(recording.since()),
                    recording.length().toSeconds(),
                    CallBody.time(recording.expires()),
                    audio,
                    audio + "/dual");
        }
    }
}
