package org.tombolo.media.rtp;

import java.util.function.Consumer;

/** H.263-1998 and H.263-2000 over RTP (RFC 4629 5.1); the header is that of {@link H263PlusDepacketizer}. */
public final class H263PlusPacketizer extends H263Packetizer {
    /** P: the two octets of zeros that a start code begins with are left out. */
    private static final byte[] AT_START = {0x04, 0};

    private static final byte[] FOLLOWS = {0, 0};
    private static final int ZEROS = 2;

    public H263PlusPacketizer(Consumer<RtpPacket> out) {
        super(out);
    }

    @Override
    int header() {
        return AT_START.length;
    }

    /** RFC 4629 6.2: what is larger goes on in packets that begin with no start code. */
    @Override
    void groups(long time, byte[] picture, int from, int to) {
        int size = LARGEST - header();
        part(time, AT_START, picture, from + ZEROS, Math.min(to, from + ZEROS + size));
        for (int at = from + ZEROS + size; at < to; at += size) {
            part(time, FOLLOWS, picture, at, Math.min(to, at + size));
        }
    }
}
