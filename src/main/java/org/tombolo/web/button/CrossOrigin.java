package org.tombolo.web.button;

import java.util.regex.Pattern;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;

/**
 * Lets pages of other origins read what the button answers, and the events that a signed link opens. Never with cookies. Which
 * origin may use which key is decided by {@link ButtonResource}.
 */
@PreMatching
public final class CrossOrigin implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Pattern BUTTON = Pattern.compile("api/v1/button/.*");
    private static final Pattern EVENTS = Pattern.compile("api/v1/calls/[^/]+/events");

    @Override
    public void filter(ContainerRequestContext request) {
        boolean preflight = request.getMethod().equals(HttpMethod.OPTIONS)
                && request.getHeaderString("Access-Control-Request-Method") != null;
        if (preflight && applies(request)) {
            request.abortWith(Response.noContent()
                    .header("Access-Control-Allow-Methods", "GET, POST")
                    .header("Access-Control-Allow-Headers", "Content-Type")
                    .header("Access-Control-Max-Age", "600")
                    .build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String origin = request.getHeaderString("Origin");
        if (origin != null && applies(request)) {
            MultivaluedMap<String, Object> headers = response.getHeaders();
            headers.putSingle("Access-Control-Allow-Origin", origin);
            headers.add("Vary", "Origin");
        }
    }

    private static boolean applies(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean link = request.getUriInfo().getQueryParameters().containsKey("t");
        return BUTTON.matcher(path).matches() || (link && EVENTS.matcher(path).matches());
    }
}
