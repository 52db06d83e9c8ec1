package org.tombolo.media.rtp;

/**
 * What stands before the octets of VP8 in each packet (RFC 7741 4.2).
 *
 * <pre>
 *      0 1 2 3 4 5 6 7
 *     +-+-+-+-+-+-+-+-+
 *     |X|R|N|S|R| PID |
 *     +-+-+-+-+-+-+-+-+
 * X:  |I|L|T|K| RSV   |
 *     +-+-+-+-+-+-+-+-+
 * I:  |M| PictureID   |  two octets when M
 *     +-+-+-+-+-+-+-+-+
 * L:  |   TL0PICIDX   |
 *     +-+-+-+-+-+-+-+-+
 * T/K:|TID|Y| KEYIDX  |
 *     +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Vp8Descriptor {
    private static final int EXTENDED = 0x80;
    private static final int FRAME_START = 0x17; // S and PID
    private static final int FIRST_PARTITION = 0x10;

    private Vp8Descriptor() {}

    /** Whether a frame begins with this packet: the start of its first partition. */
    public static boolean startsFrame(RtpPacket packet) {
        return packet.length() > 0
                && (packet.octet(0) & FRAME_START) == FIRST_PARTITION
                && length(packet) < packet.length();
    }

    /** Octets of the descriptor; as many as the packet has or more when it is cut off. */
    public static int length(RtpPacket packet) {
        if ((packet.octet(0) & EXTENDED) == 0 || packet.length() < 3) {
            return (packet.octet(0) & EXTENDED) == 0 ? 1 : packet.length();
        }
        int flags = packet.octet(1);
        int length = 2;
        if ((flags & 0x80) != 0) {
            length += (packet.octet(2) & 0x80) != 0 ? 2 : 1;
        }
        length += (flags & 0x40) >> 6;
        return length + ((flags & 0x30) != 0 ? 1 : 0);
    }
}
