package org.tombolo.media.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.rtp.RtpPacket;

/**
 * Hands a phone's H.264 on in the phone's own packets (RFC 6184 mode 0 or 1, which a receiver of mode 1 takes). Parameter sets that
 * came in the SDP alone are put before each key frame, since a browser takes them from the band.
 */
public final class VideoRelay extends PictureRelay {
    private final Supplier<byte[]> parameterSets;
    private final Slicer slicer;
    private boolean hasSets;

    /**
     * @param lipSync the same as that of the phone's audio
     * @param parameterSets those of the stream in one STAP-A (RFC 6184 5.7.1), empty while they are not known
     */
    public VideoRelay(Relay relay, LipSync lipSync, Supplier<byte[]> parameterSets) {
        super(relay, lipSync);
        this.parameterSets = parameterSets;
        this.slicer = new Slicer(relay);
    }

    @Override
    void begun() {
        hasSets = false;
    }

    @Override
    void publish(RtpPacket packet, int newTimestamp) {
        slicer.publish(packet, newTimestamp);
    }

    @Override
    void look(RtpPacket packet) {
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
        if (type == NalType.IDR_SLICE && startGroup() && !hasSets) {
            addSets();
        }
    }

    private void addSets() {
        byte[] sets = parameterSets.get();
        if (sets.length > 0) {
            ByteBuffer out = relay().packet(false, timestamp(), sets.length);
            relay().publish(out.put(sets));
        }
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
