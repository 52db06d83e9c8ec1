package org.tombolo.gateway.interaction;

import java.net.URI;
import java.util.Optional;

/**
 * Where a client wants the events of a call.
 *
 * @param uri https, with a host, without user information
 * @param correlator {@code x-correlator} of the request that named it, to come back with each event; empty when there was none
 */
public record Sink(URI uri, Optional<SinkCredential> credential, String correlator) {
    private static final int LONGEST = 2048;

    public Sink {
        requireHttps(uri);
        // XCorrelator of CAMARA_common.yaml: nothing else may reach a header line
        if (!correlator.matches("[a-zA-Z0-9\\-_:;./<>{}]{0,256}")) {
            throw new IllegalArgumentException("a correlator has at most 256 of CAMARA's characters");
        }
    }

    /** A sink of a request without a correlator. */
    public Sink(URI uri, Optional<SinkCredential> credential) {
        this(uri, credential, "");
    }

    static void requireHttps(URI uri) {
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("must be an https URL with a host");
        }
        if (uri.getUserInfo() != null
                || uri.getFragment() != null
                || uri.toString().length() > LONGEST) {
            throw new IllegalArgumentException(
                    "must have no user information and no fragment, and at most " + LONGEST + " characters");
        }
    }
}
