package org.tombolo.web.server;

import javax.ws.rs.HttpMethod;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.HttpHeaders;
import org.tombolo.web.Refusal;

/** Keeps HEAD away from streams of events. Jersey runs the method for GET instead, under that name, and the request would never end; so the name is kept from before. */
@PreMatching
final class NoHead implements ContainerRequestFilter {
    private static final String PROPERTY = NoHead.class.getName();

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(PROPERTY, request.getMethod());
    }

    /** For the methods that stream. */
    static final class Refuse implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (HttpMethod.HEAD.equals(request.getProperty(PROPERTY))) {
                throw Refusal.of(405, "events come by GET").with(HttpHeaders.ALLOW, HttpMethod.GET);
            }
        }
    }
}
