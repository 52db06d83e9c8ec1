package org.tombolo.gateway.interconnection.presence;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.xmpp.ContactCard;

/** Puts pictures of XMPP users where phones can fetch them. Safe for all threads; never blocks. */
public interface Pictures {

    /** @return empty when it is no picture that phones show, or cannot be kept */
    CompletableFuture<Optional<Place>> keep(ContactCard.Picture picture);

    /**
     * Where a picture is.
     *
     * @param until when it is deleted
     */
    record Place(URI uri, Instant until) {}
}
