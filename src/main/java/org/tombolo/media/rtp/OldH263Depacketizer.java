package org.tombolo.media.rtp;

import org.tombolo.media.MediaSink;
import org.tombolo.media.h263.PictureHeader;

/**
 * H.263 as RFC 2190 has it: a header of 4, 8 or 12 octets by its mode, and a bitstream that may be cut within an octet.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |F|P|SBIT |EBIT | SRC |I|U|S|A|R      |DBQ| TRB |    TR         |  mode A
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class OldH263Depacketizer extends H263Depacketizer {
    private int openBits;

    /** @param sink gets the track before the first frame */
    public OldH263Depacketizer(MediaSink sink) {
        super(sink);
    }

    @Override
    void take(RtpPacket packet) {
        int at = header(packet);
        if (at >= packet.length()) {
            damage();
            return;
        }
        int skipped = packet.octet(0) >> 3 & 7;
        if (length() > 0 && (openBits + skipped) % 8 != 0) {
            damage(); // what the one leaves of an octet the next must fill
        } else if (length() > 0 && skipped > 0) {
            join(packet.octet(at) & 0xFF >> skipped);
            append(packet, at + 1, packet.length() - at - 1);
        } else {
            append(packet, at, packet.length() - at);
        }
        openBits = packet.octet(0) & 7;
    }

    /** The last octet so far has the first bits of it. */
    private void join(int rest) {
        int last = length() - 1;
        picture()[last] = (byte) (picture()[last] & 0xFF << openBits | rest);
    }

    /** Whether an intra picture begins with a packet. */
    public static boolean startsKeyframe(RtpPacket packet) {
        int at = header(packet);
        return at < packet.length() && startsIntra(packet, at, 0);
    }

    @Override
    boolean startsPicture(RtpPacket packet) {
        int at = header(packet);
        return at + 2 < packet.length()
                && packet.octet(at) == 0
                && packet.octet(at + 1) == 0
                && PictureHeader.isStart(packet.octet(at + 2));
    }

    /** RFC 2190 5.1 to 5.3: modes A, B and C. */
    private static int header(RtpPacket packet) {
        return switch (packet.octet(0) >> 6) {
            case 0, 1 -> 4;
            case 2 -> 8;
            default -> 12;
        };
    }

    @Override
    void forget() {
        openBits = 0;
    }
}
