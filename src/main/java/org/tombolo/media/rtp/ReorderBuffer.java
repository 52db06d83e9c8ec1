package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Brings packets into the order of their sequence numbers. What comes in order passes without a copy; what comes early is kept
 * until the gap is filled, for as long as our patience, at most {@value #CAPACITY} packets.
 */
final class ReorderBuffer {
    static final int CAPACITY = 64;
    private static final int SLOT = 2048;
    /** RFC 3550 A.1: a step back of more than this is a restart of the sender when the next packet follows on. */
    private static final int MAX_MISORDER = 100;

    /** RFC 3550 A.1: a step forward of this or more is one as well. */
    private static final int MAX_DROPOUT = 3000;

    private final Depacketizer out;
    private final long patience;
    private final ByteBuffer[] slots = new ByteBuffer[CAPACITY];
    private final boolean[] full = new boolean[CAPACITY];
    private final long[] arrivals = new long[CAPACITY];
    private final RtpPacket view = new RtpPacket();
    private boolean started;
    private int expected;
    private int held;
    private int restart = -1;
    private long lost;
    private long late;

    ReorderBuffer(Depacketizer out, Duration patience) {
        this.out = out;
        this.patience = patience.toNanos();
    }

    /** Packets given up. */
    long lost() {
        return lost;
    }

    /** Packets that came twice, or after they were given up. */
    long late() {
        return late;
    }

    /** Whether packets wait for one before them. */
    boolean holds() {
        return held > 0;
    }

    void put(RtpPacket packet, long now) {
        int sequence = packet.sequence();
        if (!started) {
            started = true;
            expected = sequence;
        }
        int ahead = (short) (sequence - expected);
        if (ahead == 0) {
            restart = -1;
            deliver(packet);
            drain();
        } else if (ahead < -MAX_MISORDER || ahead >= MAX_DROPOUT) {
            perhapsRestart(packet, sequence);
        } else if (ahead < 0) {
            late++;
        } else {
            early(packet, ahead, now);
        }
    }

    /** Gives up packets that others have waited for too long. */
    void expire(long now) {
        while (held > 0 && now - arrivals[nextHeld()] > patience) {
            skipGap();
        }
    }

    /** Another source: what is held is forgotten. */
    void clear() {
        java.util.Arrays.fill(full, false);
        held = 0;
        started = false;
        restart = -1;
    }

    private void early(RtpPacket packet, int ahead, long now) {
        restart = -1;
        if (ahead >= CAPACITY) {
            while (held > 0) {
                skipGap();
            }
            giveUp((short) (packet.sequence() - expected));
            deliver(packet);
            return;
        }
        hold(packet, now);
    }

    private void hold(RtpPacket packet, long now) {
        int slot = packet.sequence() % CAPACITY;
        if (full[slot]) {
            late++;
            return;
        }
        ByteBuffer datagram = packet.datagram();
        if (slots[slot] == null || slots[slot].capacity() < datagram.limit()) {
            slots[slot] = ByteBuffer.allocate(Math.max(SLOT, datagram.limit()));
        }
        slots[slot].clear().put(0, datagram, 0, datagram.limit()).limit(datagram.limit());
        full[slot] = true;
        arrivals[slot] = now;
        held++;
    }

    private void perhapsRestart(RtpPacket packet, int sequence) {
        if (sequence != restart) {
            restart = sequence + 1 & 0xFFFF;
            late++;
            return;
        }
        clear();
        out.restarted();
        started = true;
        expected = sequence;
        deliver(packet);
    }

    private void drain() {
        for (int slot = expected % CAPACITY; held > 0 && full[slot]; slot = expected % CAPACITY) {
            full[slot] = false;
            held--;
            if (view.wrap(slots[slot])) {
                deliver(view);
            }
        }
    }

    private void deliver(RtpPacket packet) {
        expected = packet.sequence() + 1 & 0xFFFF;
        out.packet(packet);
    }

    private int nextHeld() {
        int slot = expected % CAPACITY;
        while (!full[slot]) {
            slot = (slot + 1) % CAPACITY;
        }
        return slot;
    }

    private void skipGap() {
        int missing = Math.floorMod(nextHeld() - expected, CAPACITY);
        giveUp(missing);
        drain();
    }

    private void giveUp(int packets) {
        if (packets > 0) {
            lost += packets;
            expected = expected + packets & 0xFFFF;
            out.lost(packets);
        }
    }
}
