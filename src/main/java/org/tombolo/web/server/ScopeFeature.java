package org.tombolo.web.server;

import java.lang.reflect.Method;
import java.util.Arrays;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.FeatureContext;
import javax.ws.rs.sse.SseEventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.web.Access;
import org.tombolo.web.Open;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;

/** Guards each resource method with the scope it requires. A method that says neither {@link Requires} nor {@link Open} is refused to everybody. */
final class ScopeFeature implements DynamicFeature {
    private static final Logger LOG = LoggerFactory.getLogger(ScopeFeature.class);

    private final Access access;

    ScopeFeature(Access access) {
        this.access = access;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        if (Arrays.asList(method.getParameterTypes()).contains(SseEventSink.class)) {
            context.register(new NoHead.Refuse(), Priorities.AUTHENTICATION);
        }
        Requires requires = method.getAnnotation(Requires.class);
        if (requires != null) {
            context.register(new ScopeFilter(access, requires), Priorities.AUTHORIZATION);
        } else if (!method.isAnnotationPresent(Open.class) && isResource(method)) {
            LOG.error("{} has neither @Requires nor @Open: it is refused to everybody", method);
            context.register(refuse(), Priorities.AUTHORIZATION);
        }
    }

    /** Not so for the answers to OPTIONS that Jersey makes itself; they name methods and no more. */
    private static boolean isResource(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static ContainerRequestFilter refuse() {
        return new Closed();
    }

    /** A class and not a lambda, because HK2 injects what it registers. */
    private static final class Closed implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            throw Refusal.of(403, "this is open to nobody");
        }
    }
}
