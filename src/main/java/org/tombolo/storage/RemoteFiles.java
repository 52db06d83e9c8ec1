package org.tombolo.storage;

import java.io.IOException;

/** Files that others keep, and that we may fetch. Safe for all threads. */
public interface RemoteFiles {

    /**
     * A file that was fetched.
     *
     * @param file now in our own store
     * @param sha1 of its content
     */
    record Fetched(StoredFile file, byte[] sha1) {}

    /** Whether a file may be fetched from there at all. */
    boolean allows(String url);

    /**
     * Fetches a file; takes as long as it takes.
     *
     * @throws IOException when it is not there, is too large, or cannot be kept
     */
    Fetched fetch(String url) throws IOException;
}
