package org.tombolo.gateway.interconnection;

import java.util.List;
import java.util.Map;

/** Messages that we answered for and could not pass on yet, kept for good. Called on one thread; may block. */
public interface DurableQueue<M> {

    /**
     * Adds messages and removes others, all or nothing; what was added is on disk when this returns.
     *
     * @param removed numbers; those that are not there are left out of account
     */
    void commit(List<M> added, List<Long> removed);

    /** How many wait for each recipient. */
    Map<String, Integer> recipients();

    /** The greatest number there is, 0 when there is none. */
    long greatestNumber();
}
