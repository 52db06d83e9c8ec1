package org.tombolo.web.webrtc;

import java.util.Optional;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.tombolo.web.Caller;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.events.Event;
import org.tombolo.web.events.EventStream;
import org.tombolo.web.events.EventStreams;

/** {@code /api/v1/webrtc/registrations/{id}/events}: CAMARA's WebRTC events of a registration and its calls for pages, which have no sink. Ends with the registration. */
@Path("api/v1/webrtc/registrations/{registrationId}/events")
public final class DeviceEventsResource {
    private final Registrations registrations;
    private final Users users;
    private final CloudEventWriter writer;
    private final EventStreams streams;

    public DeviceEventsResource(
            Registrations registrations, Subscriptions subscriptions, Users users, EventStreams streams) {
        this.registrations = registrations;
        this.users = users;
        this.writer = subscriptions.writer();
        this.streams = streams;
    }

    /** The last hundred events, or those after {@code Last-Event-ID}, and each one from now on. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires("webrtc-events:read")
    public void events(
            @PathParam("registrationId") String id,
            @HeaderParam("Last-Event-ID") @DefaultValue("") String last,
            @Context SecurityContext security,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Channel channel = registrations
                .find(id, users.of(security))
                .flatMap(r -> registrations.channel(r.id()))
                .orElseThrow(() -> Refusal.of(404, "no such registration"));
        EventStream stream = streams.open(sink, sse, Caller.of(security));
        stream.onClose(channel.follow(after(id, last), happening -> {
            stream.send(new Event(happening.id(), happening.type().word(), writer.write(happening, Optional.empty())));
            if (happening.type() == EventType.REGISTRATION_ENDS) {
                stream.finish();
            }
        }));
    }

    /** An id that is none of this registration's means the beginning. */
    private static long after(String id, String last) {
        String number = last.startsWith(id + ".") ? last.substring(id.length() + 1) : "";
        return number.matches("[0-9]{1,15}") ? Long.parseLong(number) : 0;
    }
}
