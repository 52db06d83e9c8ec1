package org.tombolo.media.relay;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest packets of one stream, for all its viewers: for retransmission, and from the last key frame on for those who join.
 * One thread writes, any thread reads.
 */
public final class PacketLog {
    /** Packets kept. */
    public static final int CAPACITY = 1024;
    /** What stays for retransmission: more than a second of video at 3 Mb/s. */
    private static final int KEPT = 384;

    private static final long NONE = -1;

    private final AtomicReferenceArray<@Nullable RelayPacket> ring = new AtomicReferenceArray<>(CAPACITY);
    private volatile long head;
    private volatile long group = NONE;
    private long tail;

    /** The index that the next packet gets. */
    public long head() {
        return head;
    }

    /**
     * Where decoding can start: the first packet of the newest key frame. Negative when nothing complete follows one: none came,
     * packets after it were lost, or too many came since.
     */
    public long group() {
        long start = group;
        return start >= 0 && head - start <= CAPACITY ? start : NONE;
    }

    void append(RelayPacket packet) {
        ring.set((int) (packet.index() % CAPACITY), packet);
        head = packet.index() + 1;
    }

    /** Leaves a gap: the packets that should be there never came. */
    void skip(int packets) {
        group = NONE;
        head += packets;
    }

    /**
     * A key frame starts at this index.
     *
     * @param watched whether anybody may ask for retransmission; if not, only what follows the key frame is kept
     */
    void startGroup(long index, boolean watched) {
        group = index;
        long keep = watched ? Math.min(index, head - KEPT) : index;
        for (tail = Math.max(tail, head - CAPACITY); tail < keep; tail++) {
            ring.set((int) (tail % CAPACITY), null);
        }
    }

    /** A packet; null when it never came, or has been overwritten. */
    public @Nullable RelayPacket get(long index) {
        RelayPacket packet = index < 0 ? null : ring.get((int) (index % CAPACITY));
        return packet != null && packet.index() == index ? packet : null;
    }
}
