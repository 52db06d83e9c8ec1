package org.tombolo.media.rtp;

import org.tombolo.media.MediaSink;
import org.tombolo.media.h263.PictureHeader;

/**
 * H.263-1998 and H.263-2000 over RTP (RFC 4629 5.1).
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   RR    |P|V|   PLEN    |PEBIT|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class H263PlusDepacketizer extends H263Depacketizer {
    private static final int HEADER = 2;

    /** @param sink gets the track before the first frame */
    public H263PlusDepacketizer(MediaSink sink) {
        super(sink);
    }

    @Override
    void take(RtpPacket packet) {
        int at = start(packet);
        if (at >= packet.length()) {
            damage();
            return;
        }
        if (!startsSegment(packet) || ensureZeros()) {
            append(packet, at, packet.length() - at);
        }
    }

    /** The first two octets of start codes stay away. */
    private boolean ensureZeros() {
        boolean room = ensure(2);
        if (room) {
            put(0);
            put(0);
        }
        return room;
    }

    /** Whether an intra picture begins with a packet. */
    public static boolean startsKeyframe(RtpPacket packet) {
        int at = start(packet);
        return at < packet.length() && startsSegment(packet) && startsIntra(packet, at, 2);
    }

    @Override
    boolean startsPicture(RtpPacket packet) {
        int at = start(packet);
        return at < packet.length() && startsSegment(packet) && PictureHeader.isStart(packet.octet(at));
    }

    private static boolean startsSegment(RtpPacket packet) {
        return (packet.octet(0) & 0x04) != 0;
    }

    /** After an octet of video redundancy coding (V) and a copy of the picture's header (PLEN), which we do not need. */
    private static int start(RtpPacket packet) {
        if (packet.length() < HEADER) {
            return packet.length();
        }
        int redundancy = (packet.octet(0) & 0x02) >> 1;
        int header = (packet.octet(0) & 0x01) << 5 | packet.octet(1) >> 3;
        return HEADER + redundancy + header;
    }
}
