package org.tombolo.gateway.interaction.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of recordings. All methods may block. */
public interface RecordingStore {
    /** One that goes on; nobody sees it before {@link #complete}. */
    void begin(Recording recording);

    /** One is there. */
    void complete(String id, Duration length);

    /** Nothing is left of one. */
    void forget(String id);

    /** Those that an earlier process began and did not complete. */
    List<Recording> unfinished();

    /** One that is complete. */
    Optional<Recording> find(String id);

    /** Those of a call that are complete, the oldest first. */
    List<Recording> ofCall(String call);

    /**
     * Those that are complete, the newest first.
     *
     * @param owner only of this one; empty for those of everybody
     * @param after only older ones than this; empty for the first page
     * @param limit 1 to 1000
     */
    List<Recording> list(Optional<String> owner, Optional<String> after, int limit);

    /** Those that have expired. */
    List<Recording> expired(Instant now, int limit);
}
