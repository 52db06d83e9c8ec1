package org.tombolo.media.rtp;

import java.util.function.Consumer;

/**
 * H.263 as RFC 2190 has it, in packets of mode A (5.1), which begin with a picture or a group. A group that is larger than a packet, which few
 * key frames have, is left to the fragments of IP: mode B would need the motion vectors that its first macroblock is predicted from.
 */
public final class OldH263Packetizer extends H263Packetizer {
    private static final int LENGTH = 4;

    public OldH263Packetizer(Consumer<RtpPacket> out) {
        super(out);
    }

    @Override
    int header() {
        return LENGTH;
    }

    @Override
    void groups(long time, byte[] picture, int from, int to) {
        part(time, header(picture), picture, from, to);
    }

    /** 5.1: source format, kind of picture and options as PTYPE has them, which begins at bit 30 of the picture (H.263 5.1.3). */
    private static byte[] header(byte[] picture) {
        int options = (picture[4] & 0x1F) << 3 | (picture[5] & 0xC0) >> 5;
        return new byte[] {0, (byte) options, 0, 0};
    }
}
