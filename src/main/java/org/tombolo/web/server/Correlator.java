package org.tombolo.web.server;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.PreMatching;
import org.tombolo.web.Refusal;

/** CAMARA's {@code x-correlator} header: the client's goes back with the response; who sends none gets one of ours. */
@PreMatching
final class Correlator implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String HEADER = "x-correlator";
    // XCorrelator of CAMARA_common.yaml
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9\\-_:;./<>{}]{0,256}");

    @Override
    public void filter(ContainerRequestContext request) {
        if (applies(request) && given(request).filter(c -> !isAllowed(c)).isPresent()) {
            throw Refusal.of(400, "x-correlator: must match " + ALLOWED);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (applies(request)) {
            String correlator = given(request)
                    .filter(c -> !c.isEmpty() && isAllowed(c))
                    .orElseGet(() -> UUID.randomUUID().toString());
            response.getHeaders().putSingle(HEADER, correlator);
        }
    }

    private static boolean applies(ContainerRequestContext request) {
        return ErrorBody.isCamara(request.getUriInfo().getPath());
    }

    private static Optional<String> given(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString(HEADER));
    }

    private static boolean isAllowed(String correlator) {
        return ALLOWED.matcher(correlator).matches();
    }
}
