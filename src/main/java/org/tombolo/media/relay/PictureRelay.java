package org.tombolo.media.relay;

import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtpPacket;

/** Hands a phone's pictures on in the phone's own packets, and knows where a key frame starts. */
public abstract class PictureRelay implements Depacketizer {
    private static final long NONE = -1;
    private static final int REORDERED = 90_000; // a second back is a restart, less is a B frame

    private final Relay relay;
    private final LipSync lipSync;
    private final RelayClock clock = new RelayClock();
    private int timestamp;
    private boolean between = true;
    private long unitStart;
    private long keyframe = NONE;
    private volatile boolean reordered;

    /** @param lipSync the same as that of the phone's audio */
    PictureRelay(Relay relay, LipSync lipSync) {
        this.relay = relay;
        this.lipSync = lipSync;
    }

    /** Looks for what a key frame begins with; what is published here comes before the packet. */
    abstract void look(RtpPacket packet);

    /** Publishes a packet, so that it fits a datagram. */
    abstract void publish(RtpPacket packet, int newTimestamp);

    /** Another picture begins. */
    void begun() {}

    public final Relay relay() {
        return relay;
    }

    /** Whether pictures come in another order than they are shown, which WebRTC has no way to tell (RFC 7742 6.2: no B frames). */
    public final boolean isReordered() {
        return reordered;
    }

    @Override
    public final void packet(RtpPacket packet) {
        int ours = clock.timestamp(packet.timestamp(), relay.timestampNow());
        if (between || ours != timestamp) {
            begin(ours);
        }
        if (packet.length() > 0) {
            look(packet);
            publish(packet, ours);
        }
        between = packet.marker();
        relay.flush();
    }

    private void begin(int newTimestamp) {
        int step = newTimestamp - timestamp;
        reordered |= relay.log().head() > 0 && step < 0 && step > -REORDERED;
        timestamp = newTimestamp;
        unitStart = relay.log().head();
        keyframe = NONE;
        begun();
    }

    /** Decoding can start with the picture that has begun; tells whether that is news. */
    final boolean startGroup() {
        if (keyframe != NONE) {
            return false;
        }
        keyframe = unitStart;
        relay.log().startGroup(keyframe, relay.watched());
        return true;
    }

    /** Of the picture that has begun, as the relay tells it. */
    final int timestamp() {
        return timestamp;
    }

    @Override
    public final void lost(int packets) {
        relay.log().skip(packets);
    }

    /** The phone's sender report of this stream. */
    public final void clock(long ntp, int told) {
        relay.anchor(clock.timestamp(told), lipSync.local(ntp));
    }

    @Override
    public final void restarted() {
        clock.restart();
        relay.restart();
        relay.log().skip(1); // what was cut off is not to be shown
    }

    @Override
    public final boolean wantsKeyframe() {
        return false;
    }
}
