package org.tombolo.media.rtp;

import java.nio.ByteBuffer;

/** Reads compound RTCP packets as far as a receiver needs them; what is malformed ends the reading (RFC 3550 A.2). */
final class RtcpReader {
    private static final int SENDER_INFO = 28;

    private RtcpReader() {}

    /** Whether a datagram on a shared port is RTCP (RFC 5761 4: payload types 64 to 95 are not used for RTP). */
    static boolean isRtcp(ByteBuffer datagram) {
        int type = datagram.limit() < 8 ? 0 : datagram.get(1) & 0xFF;
        return type >= 192 && type <= 223 && (datagram.get(0) & 0xC0) == 0x80;
    }

    /** Takes in the sender reports of our source; tells whether it said BYE. */
    static boolean read(ByteBuffer datagram, Reception source, long now) {
        boolean left = false;
        int at = 0;
        while (at + 8 <= datagram.limit() && (datagram.get(at) & 0xC0) == 0x80) {
            int next = at + 4 + 4 * (datagram.getShort(at + 2) & 0xFFFF);
            if (next > datagram.limit()) {
                return left;
            }
            left |= one(datagram, at, next, source, now);
            at = next;
        }
        return left;
    }

    private static boolean one(ByteBuffer datagram, int at, int end, Reception source, long now) {
        int type = datagram.get(at + 1) & 0xFF;
        if (end < at + 8 || !source.started() || datagram.getInt(at + 4) != source.ssrc()) {
            return false;
        }
        if (type == RtcpWriter.SENDER_REPORT && end - at >= SENDER_INFO) {
            source.senderReport(datagram.getInt(at + 10), now);
        }
        return type == RtcpWriter.BYE;
    }
}
