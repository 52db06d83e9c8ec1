package org.tombolo.gateway.convergence;

/**
 * A piece of fragmented MP4, shared by all viewers.
 *
 * @param bytes not to be changed
 */
record Chunk(Kind kind, byte[] bytes) {
    enum Kind {
        /** Init segment: what the fragments after it need. */
        INIT,
        /** Fragment that decoding can start with. */
        KEY,
        /** Fragment that needs those before it. */
        DELTA
    }
}
