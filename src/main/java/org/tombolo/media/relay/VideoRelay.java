package org.tombolo.media.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtpPacket;

/**
 * Hands a phone's H.264 on in the phone's own packets (RFC 6184 mode 0 or 1, which a receiver of mode 1 takes). Parameter sets that
 * came in the SDP alone are put before each key frame, since a browser takes them from the band.
 */
public final class VideoRelay implements Depacketizer {
    private static final long NONE = -1;
    private static final int REORDERED = 90_000; // a second back is a restart, less is a B frame

    private final Relay relay;
    private final Supplier<byte[]> parameterSets;
    private final LipSync lipSync;
    private final RelayClock clock = new RelayClock();
    private final Slicer slicer;
    private int timestamp;
    private boolean between = true;
    private long unitStart;
    private boolean hasSets;
    private long keyframe = NONE;
    private volatile boolean reordered;

    /**
     * @param lipSync the same as that of the phone's audio
     * @param parameterSets those of the stream in one STAP-A (RFC 6184 5.7.1), empty while they are not known
     */
    public VideoRelay(Relay relay, LipSync lipSync, Supplier<byte[]> parameterSets) {
        this.relay = relay;
        this.lipSync = lipSync;
        this.parameterSets = parameterSets;
        this.slicer = new Slicer(relay);
    }

    public Relay relay() {
        return relay;
    }

    /** Whether pictures come in another order than they are shown, which WebRTC has no way to tell (RFC 7742 6.2: no B frames). */
    public boolean isReordered() {
        return reordered;
    }

    @Override
    public void packet(RtpPacket packet) {
        int ours = clock.timestamp(packet.timestamp(), relay.timestampNow());
        if (between || ours != timestamp) {
            begin(ours);
        }
        if (packet.length() > 0) {
            look(packet);
            slicer.publish(packet, ours);
        }
        between = packet.marker();
        relay.flush();
    }

    private void begin(int newTimestamp) {
        int step = newTimestamp - timestamp;
        reordered |= relay.log().head() > 0 && step < 0 && step > -REORDERED;
        timestamp = newTimestamp;
        unitStart = relay.log().head();
        hasSets = false;
        keyframe = NONE;
    }

    private void look(RtpPacket packet) {
        switch (NalType.of(packet.octet(0))) {
            case NalType.STAP_A -> lookInside(packet);
            case NalType.FU_A -> {
                if (packet.length() > 1 && (packet.octet(1) & 0x80) != 0) {
                    found(NalType.of(packet.octet(1)));
                }
            }
            default -> found(NalType.of(packet.octet(0)));
        }
    }

    private void lookInside(RtpPacket packet) {
        int at = 1;
        while (at + 3 <= packet.length()) {
            found(NalType.of(packet.octet(at + 2)));
            at += 2 + (packet.octet(at) << 8 | packet.octet(at + 1));
        }
    }

    private void found(int type) {
        hasSets |= type == NalType.SEQUENCE_SET;
        if (type == NalType.IDR_SLICE && keyframe == NONE) {
            keyframe = unitStart;
            relay.log().startGroup(keyframe, relay.watched());
            if (!hasSets) {
                addSets();
            }
        }
    }

    private void addSets() {
        byte[] sets = parameterSets.get();
        if (sets.length > 0) {
            ByteBuffer out = relay.packet(false, timestamp, sets.length);
            relay.publish(out.put(sets));
        }
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
        relay.log().skip(1); // what was cut off is not to be shown
    }

    @Override
    public boolean wantsKeyframe() {
        return false;
    }

    /** The parameter sets of a stream in one STAP-A, sequence sets first. */
    public static byte[] aggregate(List<byte[]> sequenceSets, List<byte[]> pictureSets) {
        List<byte[]> sets = new ArrayList<>(sequenceSets);
        sets.addAll(pictureSets);
        if (sets.isEmpty()) {
            return new byte[0];
        }
        ByteBuffer out = ByteBuffer.allocate(
                1 + sets.stream().mapToInt(set -> 2 + set.length).sum());
        out.put((byte) (0x60 | NalType.STAP_A)); // NRI as that of the sets
        sets.forEach(set -> out.putShort((short) set.length).put(set));
        return out.array();
    }
}
