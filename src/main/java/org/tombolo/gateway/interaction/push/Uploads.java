package org.tombolo.gateway.interaction.push;

import java.time.Instant;
import org.tombolo.storage.StoredFile;

/** Files that clients uploaded to push them. May block. */
public interface Uploads {

    /** Remembers whose a file is, until it expires. */
    void add(String owner, StoredFile file);

    /** Whether a file is somebody's. */
    boolean isOf(String owner, String id, Instant now);

    /** Octets of what somebody uploaded. */
    long used(String owner, Instant now);
}
