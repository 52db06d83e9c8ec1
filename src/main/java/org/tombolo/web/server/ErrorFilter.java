package org.tombolo.web.server;

import java.lang.annotation.Annotation;
import java.security.Principal;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.HttpHeaders;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.web.Refusal;

/** Gives a refusal its body, counts it, and leaves bad input of known callers in the trace. */
final class ErrorFilter implements ContainerResponseFilter {
    private static final Set<Integer> BAD_INPUT = Set.of(400, 413, 415, 422);

    private final Metrics metrics;
    private final Trace trace;
    private final Clock clock;

    ErrorFilter(Metrics metrics, Trace trace, Clock clock) {
        this.metrics = metrics;
        this.trace = trace;
        this.clock = clock;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (response.getStatus() >= 400 && !response.hasEntity()) {
            // A resource that only gives a status says as much as one that throws.
            response.setEntity(ErrorMapper.refusal(response.getStatus()));
        }
        if (response.getEntity() instanceof Refusal refusal) {
            ErrorBody body = ErrorBody.of(refusal, request.getUriInfo().getPath());
            response.setEntity(body, new Annotation[0], body.media());
            note(request, refusal);
        }
    }

    private void note(ContainerRequestContext request, Refusal refusal) {
        metrics.counter("tombolo_errors_total", "protocol", "http", "kind", Integer.toString(refusal.status()))
                .increment();
        Principal caller = request.getSecurityContext().getUserPrincipal();
        // Strangers cannot push sessions out of the trace by sending rubbish.
        if (caller != null && BAD_INPUT.contains(refusal.status())) {
            trace.record(event(request, refusal, caller.getName()));
        }
    }

    private TraceEvent event(ContainerRequestContext request, Refusal refusal, String caller) {
        return new TraceEvent(
                new SessionId(UUID.randomUUID().toString()),
                clock.instant(),
                TraceEvent.Protocol.HTTP,
                caller,
                TraceEvent.US,
                request.getMethod() + " /" + request.getUriInfo().getPath() + ": " + refusal.status(),
                refusal.detail());
    }
}
