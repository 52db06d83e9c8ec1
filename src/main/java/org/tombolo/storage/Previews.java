package org.tombolo.storage;

import java.io.IOException;
import java.util.Optional;

/** Makes small pictures of pictures. Takes the processor for up to a second. Safe for all threads. */
public interface Previews {

    /**
     * A small picture.
     *
     * @param type its media type
     * @param content a few thousand octets
     */
    record Preview(String type, byte[] content) {}

    /**
     * A small picture of a file; empty when it is none, or too large to be looked at.
     *
     * @throws IOException when it cannot be read
     */
    Optional<Preview> of(StoredFile file) throws IOException;
}
