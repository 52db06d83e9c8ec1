package org.tombolo.web.server;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import javax.servlet.DispatcherType;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;
import org.glassfish.jersey.server.ApplicationHandler;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.Trace;
import org.tombolo.web.Access;

/** The web side as one thing: give it resources, and start it in a servlet context that is being initialised. */
public final class WebApplication {
    private static final String[] API = {
        "/api/*",
        "/click-to-dial/*",
        "/webrtc-registration/*",
        "/webrtc-call-handling/*",
        "/webrtc-events/*",
        "/thirdpartycall/*",
        "/.well-known/*",
        "/oauth/*",
        "/openapi",
        "/health/*",
        "/metrics"
    };

    private final Access access;
    private final Metrics metrics;
    private final Trace trace;
    private final Clock clock;
    private final List<Object> resources;

    /**
     * @param access decides who may call
     * @param metrics counts refusals
     * @param trace keeps bad input of known callers
     * @param resources instances of JAX-RS resource classes, each with its whole path below the context path
     */
    public WebApplication(Access access, Metrics metrics, Trace trace, Clock clock, List<Object> resources) {
        this.access = access;
        this.metrics = metrics;
        this.trace = trace;
        this.clock = clock;
        this.resources = List.copyOf(resources);
    }

    /** Builds an application of nothing: most of the time that a start needs for the API is loading its library. */
    public static void warmUp() {
        new ApplicationHandler(Api.empty());
    }

    /** Registers the API, the pages and the security headers; static files stay with the container's default servlet. */
    public void start(ServletContext context) {
        FilterRegistration.Dynamic headers = context.addFilter("headers", new SecurityHeaders());
        headers.setAsyncSupported(true);
        headers.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        ServletRegistration.Dynamic api =
                context.addServlet("api", new ApiServlet(Api.of(access, metrics, trace, clock, resources)));
        api.setAsyncSupported(true);
        api.setLoadOnStartup(1);
        api.addMapping(API);
        context.addServlet("pages", new Pages()).addMapping(Pages.MAPPINGS);
    }
}
