package org.tombolo.media.relay;

import java.nio.ByteBuffer;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtpPacket;

/** Hands a phone's packets on as they are: sound that a browser decodes itself, or pictures of a call, whose two ends see to key frames. */
public final class PacketRelay implements Depacketizer {
    private final Relay relay;
    private final LipSync lipSync;
    private final RelayClock clock = new RelayClock();

    /**
     * @param lipSync the same as that of the phone's video
     */
    public PacketRelay(Relay relay, LipSync lipSync) {
        this.relay = relay;
        this.lipSync = lipSync;
    }

    public Relay relay() {
        return relay;
    }

    @Override
    public void packet(RtpPacket packet) {
        packet(packet, RelayPacket.OF_THE_STREAM);
    }

    /**
     * Hands on a packet of what stands beside the sound.
     *
     * @param payloadType what all who get the stream call it, above 0
     */
    public void packet(RtpPacket packet, int payloadType) {
        int timestamp = clock.timestamp(packet.timestamp(), relay.timestampNow());
        ByteBuffer out = relay.packet(packet.marker(), payloadType, timestamp, packet.length());
        packet.copy(0, out.array(), RelayPacket.HEADER, packet.length());
        relay.publish(out);
        relay.flush();
    }

    @Override
    public void lost(int packets) {
        relay.log().skip(packets);
    }

    /** The phone's sender report of this stream. */
    public void clock(long ntp, int timestamp) {
        relay.anchor(clock.timestamp(timestamp), lipSync.local(ntp));
    }

    @Override
    public void restarted() {
        clock.restart();
        relay.restart();
    }

    @Override
    public boolean wantsKeyframe() {
        return false;
    }
}
