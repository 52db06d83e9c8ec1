package org.tombolo.gateway.interaction.cdr;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps records. May block. */
public interface CdrStore {
    /**
     * A record and its place.
     *
     * @param position higher than that of every record written before
     */
    record Placed(long position, Cdr cdr) {}

    /**
     * Which records.
     *
     * @param owner whose; empty for those of everybody
     * @param since ended at or after this
     * @param until ended before this
     */
    record Filter(Optional<String> owner, Optional<Instant> since, Optional<Instant> until) {}

    /**
     * Records in the order in which their calls ended.
     *
     * @param after only those behind this position
     */
    List<Placed> list(Filter filter, long after, int limit);

    /** Records that are in no file yet, in order. */
    List<Placed> unexported(int limit);

    /** All of these are in the files now. */
    void exported(List<Placed> records);

    /** How long an owner's calls lasted that ended since then, in seconds. */
    long seconds(String owner, Instant since);

    /** Forgets records of calls that ended before that time and are in the files; tells how many. */
    int forget(Instant endedBefore);
}
