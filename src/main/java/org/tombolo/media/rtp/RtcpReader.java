package org.tombolo.media.rtp;

import java.nio.ByteBuffer;

/** Reads compound RTCP packets as far as a receiver needs them; what is malformed ends the reading (RFC 3550 A.2). */
final class RtcpReader {
    static final int SENDER_INFO = 28;

    private RtcpReader() {}

    /** Whether a datagram on a shared port is RTCP (RFC 5761 4: payload types 64 to 95 are not used for RTP). */
    static boolean isRtcp(ByteBuffer datagram) {
        int type = datagram.limit() < 8 ? 0 : datagram.get(1) & 0xFF;
        return type >= 192 && type <= 223 && (datagram.get(0) & 0xC0) == 0x80;
    }

    /** Takes one packet of a compound one. */
    interface Visitor {
        /**
         * @param at where it starts
         * @param end where it ends; at least 8 octets follow {@code at}
         */
        void packet(int type, int at, int end);
    }

    /** Takes in the sender reports of our source; tells whether it said BYE. */
    static boolean read(ByteBuffer datagram, Reception source, long now) {
        boolean[] left = new boolean[1];
        each(datagram, (type, at, end) -> left[0] |= one(datagram, type, at, end, source, now));
        return left[0];
    }

    /** Walks through a compound packet up to what is malformed. */
    static void each(ByteBuffer datagram, Visitor visitor) {
        int at = 0;
        while (at + 8 <= datagram.limit() && (datagram.get(at) & 0xC0) == 0x80) {
            int end = at + 4 + 4 * (datagram.getShort(at + 2) & 0xFFFF);
            if (end > datagram.limit()) {
                return;
            }
            if (end >= at + 8) {
                visitor.packet(datagram.get(at + 1) & 0xFF, at, end);
            }
            at = end;
        }
    }

    private static boolean one(ByteBuffer datagram, int type, int at, int end, Reception source, long now) {
        if (!source.started() || datagram.getInt(at + 4) != source.ssrc()) {
            return false;
        }
        if (type == RtcpWriter.SENDER_REPORT && end - at >= SENDER_INFO) {
            source.senderReport(new Reception.SenderClock(datagram.getLong(at + 8), datagram.getInt(at + 16)), now);
        }
        return type == RtcpWriter.BYE;
    }
}
