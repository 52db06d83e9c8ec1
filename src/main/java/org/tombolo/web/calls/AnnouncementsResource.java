package org.tombolo.web.calls;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.media.pcm.Sound;
import org.tombolo.media.pcm.Tone;
import org.tombolo.media.pcm.Wav;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/v1/calls/{id}/announcements}: what is played to the parties of a call. */
@Path("api/v1/calls/{id}/announcements")
@Produces(MediaType.APPLICATION_JSON)
public final class AnnouncementsResource {
    private static final int MOST_TIMES = 50;
    private static final int LONGEST_SECONDS = 60;
    /** A minute of two channels of 16 bits, 48000 samples a second each, and its header. */
    private static final int LARGEST = 12 << 20;

    private static final List<String> BOTH = List.of("caller", "callee");

    private final ClickToDial calls;

    public AnnouncementsResource(ClickToDial calls) {
        this.calls = calls;
    }

    /** Plays a tone to one party or both, in the place of what the other one says; an event tells when it is over. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("calls:write")
    public Response play(@PathParam("id") String id, Announcement wanted, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        return LegsResource.begun(calls.play(call.id(), wanted.to(), wanted.sound(), CallAccess.requester(security)));
    }

    /**
     * Plays a WAV file, which is the body, likewise: 8 or 16-bit PCM, A-law or mu-law.
     *
     * @param legs who hears it; both when nothing is said
     * @throws Refusal 413 when it is larger than {@value #LARGEST} octets, 422 when it is no such file or longer than a minute
     */
    @POST
    @Consumes({"audio/wav", "audio/x-wav", "audio/vnd.wave"})
    @Requires("calls:write")
    public Response playFile(
            @PathParam("id") String id,
            @QueryParam("leg") List<String> legs,
            InputStream file,
            @Context SecurityContext security)
            throws IOException {
        Call call = CallAccess.find(calls, id, security);
        List<String> to = legs.isEmpty() ? BOTH : heardBy(legs);
        return LegsResource.begun(calls.play(call.id(), to, sound(file), CallAccess.requester(security)));
    }

    private static Sound sound(InputStream file) throws IOException {
        byte[] octets = file.readNBytes(LARGEST + 1);
        if (octets.length > LARGEST) {
            throw Refusal.of(413, "the file has more than " + LARGEST + " octets");
        }
        try {
            return Wav.read(octets, LONGEST_SECONDS * Sound.RATE);
        } catch (Wav.InvalidWavException e) {
            throw Refusal.of(422, "the file cannot be played: " + e.getMessage());
        }
    }

    private static List<String> heardBy(List<String> legs) {
        if (legs.isEmpty()
                || !BOTH.containsAll(legs)
                || legs.stream().distinct().count() < legs.size()) {
            throw Refusal.of(400, "legs: must be caller, callee or both, each once");
        }
        return legs;
    }

    /** Ends what is being played. */
    @DELETE
    @Requires("calls:write")
    public void stop(@PathParam("id") String id, @Context SecurityContext security) {
        Call call = CallAccess.find(calls, id, security);
        LegsResource.accept(calls.stopPlaying(call.id(), CallAccess.requester(security)));
    }

    /**
     * What is to be played.
     *
     * @param legs who hears it; both when nothing is said
     * @param times how often; once when nothing is said
     */
    record Announcement(String tone, Optional<List<String>> legs, Optional<Integer> times) {
        List<String> to() {
            return heardBy(legs.orElse(BOTH));
        }

        Sound sound() {
            return Tone.of(tone)
                    .orElseThrow(() -> Refusal.of(400, "tone: there is no " + tone))
                    .sound()
                    .times(LegsResource.number("times", times, 1, MOST_TIMES));
        }
    }
}
