package org.tombolo.media.rtp;

import java.nio.ByteBuffer;

/**
 * A view of one RTP packet (RFC 3550 5.1), used again for the next one.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |       contributing source (CSRC) identifiers, CC of them      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   profile            |  length of the extension in words      |  when X
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   payload ...                     | padding, its count last   |  when P
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtpPacket {
    static final int HEADER = 12;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int payload;
    private int end;

    /**
     * Looks at a datagram, from 0 to its limit.
     *
     * @return false when this is no RTP packet; the view must not be used then
     */
    public boolean wrap(ByteBuffer datagram) {
        int limit = datagram.limit();
        if (limit < HEADER || (datagram.get(0) & 0xC0) != 0x80) {
            return false;
        }
        int first = datagram.get(0);
        int start = HEADER + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            if (start + 4 > limit) {
                return false;
            }
            start += 4 + 4 * (datagram.getShort(start + 2) & 0xFFFF);
        }
        int padding = (first & 0x20) == 0 ? 0 : datagram.get(limit - 1) & 0xFF;
        if (((first & 0x20) != 0 && padding == 0) || start > limit - padding) {
            return false;
        }
        buffer = datagram;
        payload = start;
        end = limit - padding;
        return true;
    }

    public boolean marker() {
        return buffer.get(1) < 0;
    }

    public int payloadType() {
        return buffer.get(1) & 0x7F;
    }

    /** 0 to 65535. */
    public int sequence() {
        return buffer.getShort(2) & 0xFFFF;
    }

    /** All 32 bits, to be read as unsigned. */
    public int timestamp() {
        return buffer.getInt(4);
    }

    public int ssrc() {
        return buffer.getInt(8);
    }

    /** Octets of payload, may be 0. */
    public int length() {
        return end - payload;
    }

    /** One octet of the payload, 0 to 255. */
    public int octet(int index) {
        return buffer.get(payload + index) & 0xFF;
    }

    /** Copies a part of the payload. */
    public void copy(int index, byte[] to, int at, int count) {
        buffer.get(payload + index, to, at, count);
    }

    /** The whole datagram. */
    ByteBuffer datagram() {
        return buffer;
    }
}
