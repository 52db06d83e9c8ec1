package org.tombolo.media.relay;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.tombolo.media.rtp.RtpPacket;

/** Hands a phone's H.263 on in the phone's own packets, for players by RTSP. */
public final class H263Relay extends PictureRelay {
    private final Predicate<RtpPacket> startsKeyframe;

    /**
     * @param lipSync the same as that of the phone's audio
     * @param startsKeyframe whether a packet is the first of an intra picture, in the payload format of the stream
     */
    public H263Relay(Relay relay, LipSync lipSync, Predicate<RtpPacket> startsKeyframe) {
        super(relay, lipSync);
        this.startsKeyframe = startsKeyframe;
    }

    @Override
    void look(RtpPacket packet) {
        if (startsKeyframe.test(packet)) {
            startGroup();
        }
    }

    @Override
    void publish(RtpPacket packet, int timestamp) {
        ByteBuffer out = relay().packet(packet.marker(), timestamp, packet.length());
        packet.copy(0, out.array(), out.position(), packet.length());
        relay().publish(out);
    }
}
