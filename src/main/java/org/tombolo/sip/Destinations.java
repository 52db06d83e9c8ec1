package org.tombolo.sip;

import java.util.Optional;

/** Where a request of ours has to go. */
public interface Destinations {

    /**
     * Finds the way to an address.
     *
     * @param uri {@code sip:}, {@code sips:} or {@code tel:} URI of a user
     * @return empty when the user is unknown or cannot be reached now
     */
    Optional<Destination> find(String uri);

    /** Whether a user whom {@link #find} does not find may be found later; false when there is no such user. */
    default boolean knows(String uri) {
        return true;
    }

    /**
     * A way.
     *
     * @param requestUri URI for the request line
     * @param route URI for a Route header, or none
     */
    record Destination(String requestUri, Optional<String> route) {}
}
