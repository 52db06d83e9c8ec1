package org.tombolo.media.relay;

import java.nio.ByteBuffer;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.Vp8Descriptor;
import org.tombolo.media.vp8.FrameHeader;

/** Hands a phone's VP8 on in the phone's own packets (RFC 7741); one that would not fit a datagram goes in two. */
public final class Vp8Relay extends PictureRelay {
    private static final int PARTITION_START = 0x10;

    /** @param lipSync the same as that of the phone's audio */
    public Vp8Relay(Relay relay, LipSync lipSync) {
        super(relay, lipSync);
    }

    @Override
    void look(RtpPacket packet) {
        if (Vp8Descriptor.startsFrame(packet) && FrameHeader.isKey(packet.octet(Vp8Descriptor.length(packet)))) {
            startGroup();
        }
    }

    @Override
    void publish(RtpPacket packet, int timestamp) {
        int descriptor = Math.min(Vp8Descriptor.length(packet), packet.length());
        int at = descriptor;
        do {
            int size = Math.min(Slicer.LARGEST - descriptor, packet.length() - at);
            boolean last = at + size == packet.length();
            ByteBuffer out = relay().packet(last && packet.marker(), timestamp, descriptor + size);
            int start = out.position();
            packet.copy(0, out.array(), start, descriptor);
            packet.copy(at, out.array(), start + descriptor, size);
            if (at > descriptor) {
                out.array()[start] &= ~PARTITION_START; // RFC 7741 4.2: S in the first packet of a partition alone
            }
            relay().publish(out);
            at += size;
        } while (at < packet.length());
    }
}
