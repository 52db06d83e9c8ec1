package org.tombolo.media.rtp;

import java.util.concurrent.atomic.LongAdder;

/** What has come to all sessions of a receiver since its start. For all threads. */
public final class RtpCounts {
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder lost = new LongAdder();

    RtpCounts() {}

    /** Packets taken. */
    public long taken() {
        return taken.sum();
    }

    /** Datagrams that were not taken, as {@link RtpSession#foreign} says. */
    public long refused() {
        return refused.sum();
    }

    /** Packets that never came, or too late. */
    public long lost() {
        return lost.sum();
    }

    void take() {
        taken.increment();
    }

    void refuse() {
        refused.increment();
    }

    void lose(long packets) {
        lost.add(packets);
    }
}
