package org.tombolo.web.server;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.Providers;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.Trace;
import org.tombolo.web.Access;

/** Builds the JAX-RS application from resource instances. Jersey looks for nothing by itself: what is not named here does not exist, and the start is fast. */
final class Api {
    private static final Map<String, Object> PROPERTIES = Map.of(
            CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
            CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true,
            CommonProperties.JSON_PROCESSING_FEATURE_DISABLE, true,
            CommonProperties.MOXY_JSON_FEATURE_DISABLE, true,
            ServerProperties.WADL_FEATURE_DISABLE, true,
            ServerProperties.BV_FEATURE_DISABLE, true,
            // An error's answer is ours, not the container's page.
            ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);

    // Jersey warns of every resource given as an instance that it is no provider, which is so.
    private static final Logger NOT_PROVIDERS = Logger.getLogger(Providers.class.getName());

    private Api() {}

    /** An application without resources, which needs nothing of ours. */
    static ResourceConfig empty() {
        NOT_PROVIDERS.setLevel(Level.SEVERE);
        return new ResourceConfig()
                .addProperties(PROPERTIES)
                .register(new JsonBody(Json.strict()))
                .register(SseFeature.class);
    }

    static ResourceConfig of(Access access, Metrics metrics, Trace trace, Clock clock, List<Object> resources) {
        return empty().register(new Correlator())
                .register(new NoHead())
                .register(new ScopeFeature(access))
                .register(new ErrorMapper())
                .register(new ErrorFilter(metrics, trace, clock))
                .register(new Suspension())
                .registerInstances(resources.toArray());
    }

    private static final class Suspension extends AbstractBinder {
        @Override
        protected void configure() {
            bind(new AsyncRequests()).to(AsyncContextDelegateProvider.class);
        }
    }
}
