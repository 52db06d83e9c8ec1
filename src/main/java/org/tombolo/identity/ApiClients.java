package org.tombolo.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The programs that are registered with us. May block. */
public interface ApiClients {
    /** @param secretHash what {@link #secretHash} gives back */
    void add(ApiClient client, String secretHash);

    Optional<ApiClient> find(String id);

    /** The client whose button has this key. */
    Optional<ApiClient> byKey(String key);

    /** Hash of a client's secret. */
    Optional<String> secretHash(String id);

    /** False when there is no such client. */
    boolean setSecretHash(String id, String secretHash);

    /** Lets a client have tokens, or not; false when there is no such client. */
    boolean enable(String id, boolean enabled);

    /** What a client may have from now on; false when there is no such client. */
    boolean setQuota(String id, ApiClient.Quota quota);

    /** A client showed a token, or its button was used. Does nothing when there is no such client. */
    void used(String id, Instant at);

    boolean remove(String id);

    /** Ordered by id, behind one of them. */
    List<ApiClient> list(String after, int limit);
}
