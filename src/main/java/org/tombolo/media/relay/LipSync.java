package org.tombolo.media.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Brings the streams of one sender to one clock of ours, by its sender reports (RFC 3550 6.4.1): what it took at the same time is
 * told to viewers as the same time. For all threads.
 */
public final class LipSync {
    /** A sender whose clock jumps by more has set it anew. */
    private static final long JUMP = Duration.ofSeconds(5).toNanos();

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private boolean known;
    private long offset;

    /**
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public LipSync(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A time of the sender's on our clock: the first report of any stream joins the two, those after it follow. */
    public synchronized long local(long ntp) {
        long theirs = (ntp >>> 32) * SECOND + ((ntp & 0xFFFFFFFFL) * SECOND >>> 32);
        long now = nanos.getAsLong();
        if (!known || Math.abs(theirs + offset - now) > JUMP) {
            known = true;
            offset = now - theirs;
        }
        return theirs + offset;
    }
}
