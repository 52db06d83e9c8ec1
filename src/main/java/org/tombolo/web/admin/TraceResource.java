package org.tombolo.web.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** {@code /api/admin/v1/sessions} and {@code traces}. */
@Path("api/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class TraceResource {
    private static final int MOST = 100_000;

    private final Trace trace;

    public TraceResource(Trace trace) {
        this.trace = trace;
    }

    /** The newest first, or the one that a Call-ID belongs to. */
    @GET
    @Path("sessions")
    @Requires("admin")
    public Page<SessionView> sessions(
            @QueryParam("callId") @Nullable String callId,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) String limit) {
        int most = Page.limit(limit);
        Stream<SessionId> found = callId == null ? newest(after) : trace.byCallId(callId).stream();
        List<SessionView> views =
                found.map(this::view).flatMap(Optional::stream).limit(most + 1L).toList();
        return Page.of(views, most, SessionView::id);
    }

    @GET
    @Path("traces/{session}")
    @Requires("admin")
    public Timeline timeline(@PathParam("session") String session) {
        List<TraceEvent> events = parse(session).map(trace::timeline).orElse(List.of());
        if (events.isEmpty()) {
            throw Refusal.of(404, "no such session, or it is forgotten");
        }
        return new Timeline(session, events.stream().map(EventView::of).toList());
    }

    private Stream<SessionId> newest(String after) {
        Stream<SessionId> all = trace.sessions(MOST).stream();
        return after.isEmpty()
                ? all
                : all.dropWhile(session -> !session.value().equals(after)).skip(1);
    }

    private Optional<SessionView> view(SessionId session) {
        return trace.timeline(session).stream()
                .findFirst()
                .map(first -> new SessionView(session.value(), first.time(), first.summary()));
    }

    private static Optional<SessionId> parse(String session) {
        try {
            return Optional.of(new SessionId(session));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * A session in a list.
     *
     * @param summary its first event
     */
    record SessionView(String id, Instant startedAt, String summary) {}

    /** A session's ladder. */
    record Timeline(String session, List<EventView> events) {}

    /** One arrow. */
    record EventView(Instant time, String protocol, String from, String to, String summary, String detail) {
        static EventView of(TraceEvent event) {
            return new EventView(
                    event.time(), event.protocol().name(), event.from(), event.to(), event.summary(), event.detail());
        }
    }
}
