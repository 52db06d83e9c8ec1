package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Which packets from the agreed address are the stream's: those of one port and of one source at a time. A further source must
 * show two packets in a row (RFC 3550 A.1); however many sources somebody makes up, one packet of one of them is kept.
 */
final class SourceGate {
    /** After this another port of the same address may take over: the sender started anew, or its NAT did. */
    private static final long LATCH = Duration.ofSeconds(1).toNanos();
    /** A sender that changes more often has lost its mind. */
    private static final long SHORTEST_STAY = Duration.ofMillis(200).toNanos();

    private final RtpPacket first = new RtpPacket();
    private ByteBuffer kept = ByteBuffer.allocate(0);
    private boolean started;
    private int port;
    private long lastPacket;
    private int source;
    private int former;
    private boolean hasFormer;
    private long changed;
    private boolean probing;

    /** What a packet is. */
    enum Verdict {
        /** The stream's. */
        TAKEN,
        /** The first one of the stream's source. */
        STARTS,
        /** The second one of a new source, which takes over; {@link #first} is the one before it. */
        CHANGES,
        /** Of a new source, which has yet to show another. */
        KEPT,
        /** Somebody else's. */
        REFUSED
    }

    /** Forgets the port, as after an offer that moves the stream; the source may stay. */
    void move() {
        lastPacket = 0;
    }

    /**
     * Whether packets from a port of the agreed address may be the stream's: RFC 3550 11 lets it differ from the one in the SDP, but
     * the one in the SDP goes before all others.
     */
    boolean takes(int from, int agreed, long now) {
        if (from != port && (lastPacket == 0 || now - lastPacket > LATCH || from == agreed)) {
            port = from;
        }
        return from == port;
    }

    /** Judges a packet from a port that is taken. */
    Verdict judge(RtpPacket packet, long now) {
        int ssrc = packet.ssrc();
        if (!started) {
            started = true;
            source = ssrc;
            changed = now - SHORTEST_STAY;
            lastPacket = now;
            return Verdict.STARTS;
        }
        if (ssrc == source) {
            lastPacket = now;
            return Verdict.TAKEN;
        }
        boolean mayChange =
                now - changed >= SHORTEST_STAY && !(hasFormer && ssrc == former && now - lastPacket < LATCH);
        return mayChange ? probe(packet, now) : Verdict.REFUSED;
    }

    private Verdict probe(RtpPacket packet, long now) {
        boolean follows =
                probing && packet.ssrc() == first.ssrc() && packet.sequence() == (first.sequence() + 1 & 0xFFFF);
        if (!follows) {
            keep(packet);
            return Verdict.KEPT;
        }
        probing = false;
        hasFormer = true;
        former = source;
        source = packet.ssrc();
        changed = now;
        lastPacket = now;
        return Verdict.CHANGES;
    }

    private void keep(RtpPacket packet) {
        ByteBuffer datagram = packet.datagram();
        if (kept.capacity() < datagram.limit()) {
            kept = ByteBuffer.allocate(Math.max(2048, datagram.limit()));
        }
        kept.clear().put(0, datagram, 0, datagram.limit()).limit(datagram.limit());
        probing = first.wrap(kept);
    }

    /** The first packet of a source that takes over. */
    RtpPacket first() {
        return first;
    }
}
