package org.tombolo.media.relay;

import java.nio.ByteBuffer;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.rtp.RtpPacket;

/**
 * Publishes payloads of H.264 so that each fits a datagram once SRTP has added its tag: nearly always as they are, else as
 * fragments (FU-A, RFC 6184 5.8).
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+---------------
 * |F|NRI| Type=28 |S|E|R|  Type   |  FU payload
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+---------------
 * </pre>
 */
final class Slicer {
    /** With RTP header, GCM tag, UDP and IPv6 below 1,500 octets. */
    static final int LARGEST = 1400;

    private static final int START = 0x80;
    private static final int END = 0x40;

    private final Relay relay;

    Slicer(Relay relay) {
        this.relay = relay;
    }

    void publish(RtpPacket packet, int timestamp) {
        if (packet.length() <= LARGEST) {
            relay.publish(copy(packet, 0, packet.length(), relay.packet(packet.marker(), timestamp, packet.length())));
            return;
        }
        switch (NalType.of(packet.octet(0))) {
            case NalType.STAP_A -> aggregate(packet, timestamp);
            case NalType.FU_A -> slice(packet, timestamp, 2, packet.length(), packet.octet(1) & (START | END));
            default -> slice(packet, timestamp, 1, packet.length(), START | END);
        }
    }

    private void aggregate(RtpPacket packet, int timestamp) {
        int at = 1;
        while (at + 3 <= packet.length()) {
            int size = packet.octet(at) << 8 | packet.octet(at + 1);
            at += 2;
            if (size == 0 || at + size > packet.length()) {
                return;
            }
            boolean last = at + size + 3 > packet.length();
            if (size <= LARGEST) {
                relay.publish(copy(packet, at, size, relay.packet(last && packet.marker(), timestamp, size)));
            } else {
                slice(packet, timestamp, at + 1, at + size, START | END);
            }
            at += size;
        }
    }

    /** What stands before {@code from} is the NAL unit's header, or the second octet of a fragment's. */
    private void slice(RtpPacket packet, int timestamp, int from, int to, int ends) {
        int type = NalType.of(packet.octet(from - 1));
        int indicator = (packet.octet(from - 1 == 1 ? 0 : from - 1) & 0xE0) | NalType.FU_A;
        for (int at = from; at < to; at += LARGEST - 2) {
            int size = Math.min(LARGEST - 2, to - at);
            boolean last = at + size == to;
            int flags = (at == from ? ends & START : 0) | (last ? ends & END : 0);
            ByteBuffer out = relay.packet(last && to == packet.length() && packet.marker(), timestamp, size + 2);
            out.put((byte) indicator).put((byte) (flags | type));
            relay.publish(copy(packet, at, size, out));
        }
    }

    private static ByteBuffer copy(RtpPacket packet, int from, int size, ByteBuffer out) {
        packet.copy(from, out.array(), out.position(), size);
        return out;
    }
}
