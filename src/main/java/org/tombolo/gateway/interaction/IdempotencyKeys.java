package org.tombolo.gateway.interaction;

import java.time.Instant;

/** Remembers for a day what was answered to a request with a key of the client's (the Idempotency-Key header of the IETF draft). May block. */
public interface IdempotencyKeys {

    /** What is to be done with a request. */
    sealed interface Claim {
        /** It is the first of its key: do it, then {@link #settle} or {@link #release}. */
        record First() implements Claim {}

        /** It was done: answer the same again. */
        record Done(int status, String body) implements Claim {}

        /** The first one is under way. */
        record UnderWay() implements Claim {}

        /** The key was used for another request. */
        record Another() implements Claim {}
    }

    /**
     * Takes a key for a request.
     *
     * @param fingerprint of what is asked for
     */
    Claim claim(String owner, String key, String fingerprint, Instant now);

    /** Keeps the answer. */
    void settle(String owner, String key, int status, String body);

    /** Nothing was done: the key is free again. */
    void release(String owner, String key);
}
