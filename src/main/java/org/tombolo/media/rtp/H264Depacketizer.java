package org.tombolo.media.rtp;

import java.util.Arrays;
import java.util.Optional;
import org.tombolo.media.MediaSink;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.h264.ParameterSets;

/** H.264 over RTP (RFC 6184), packetization modes 0 and 1: single NAL units, STAP-A and FU-A become access units. */
public final class H264Depacketizer extends PictureDepacketizer {
    private final ParameterSets sets;
    private int fragment = -1;
    private boolean key;
    private boolean announced;

    /**
     * @param sink gets the track before the first frame
     * @param sets those that the SDP carried; those in the band are added
     */
    public H264Depacketizer(MediaSink sink, ParameterSets sets) {
        super(sink);
        this.sets = sets;
    }

    /** Takes a parameter set that SDP brings later; not while packets come. */
    public void parameterSet(byte[] nal) {
        sets.add(nal);
    }

    @Override
    void take(RtpPacket packet) {
        switch (NalType.of(packet.octet(0))) {
            case NalType.STAP_A -> aggregate(packet);
            case NalType.FU_A -> fragment(packet);
            default -> single(packet, 0, packet.length());
        }
    }

    @Override
    boolean startsPicture(RtpPacket packet) {
        return switch (NalType.of(packet.octet(0))) {
            case NalType.DELIMITER, NalType.SEQUENCE_SET, NalType.PICTURE_SET, NalType.SEI -> true;
            case NalType.STAP_A -> packet.length() > 4 && startsUnit(packet, 3, 4);
            case NalType.FU_A ->
                packet.length() > 2 && (packet.octet(1) & 0x80) != 0 && startsSlices(packet.octet(1), packet.octet(2));
            default -> packet.length() > 1 && startsUnit(packet, 0, 1);
        };
    }

    private static boolean startsUnit(RtpPacket packet, int header, int next) {
        int type = NalType.of(packet.octet(header));
        return (type >= NalType.SEI && type <= NalType.DELIMITER) || startsSlices(type, packet.octet(next));
    }

    /** A slice whose first_mb_in_slice is 0, which ue(v) writes as a single 1 (H.264 7.3.3). */
    private static boolean startsSlices(int header, int firstOfSlice) {
        int type = NalType.of(header);
        return type >= NalType.SLICE && type <= NalType.IDR_SLICE && (firstOfSlice & 0x80) != 0;
    }

    /**
     * STAP-A (RFC 6184 5.7.1).
     *
     * <pre>
     * +---------------+-------------------+-----------+-------------------+-----------+
     * | F|NRI|Type=24 | size, two octets  | NAL unit  | size              | NAL unit  | ...
     * +---------------+-------------------+-----------+-------------------+-----------+
     * </pre>
     */
    private void aggregate(RtpPacket packet) {
        int at = 1;
        while (at + 2 <= packet.length()) {
            int size = packet.octet(at) << 8 | packet.octet(at + 1);
            at += 2;
            if (size == 0 || at + size > packet.length()) {
                damage();
                return;
            }
            single(packet, at, size);
            at += size;
        }
    }

    /**
     * FU-A (RFC 6184 5.8).
     *
     * <pre>
     * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+---------------
     * |F|NRI| Type=28 |S|E|R|  Type   |  FU payload
     * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+---------------
     * </pre>
     */
    private void fragment(RtpPacket packet) {
        if (packet.length() < 3) {
            damage();
            return;
        }
        int header = packet.octet(1);
        if ((header & 0x80) != 0) {
            damageIfFragmented();
            startFragment((packet.octet(0) & 0xE0) | (header & 0x1F));
        }
        if (fragment < 0 || !append(packet, 2, packet.length() - 2)) {
            damage();
        } else if ((header & 0x40) != 0) {
            endFragment();
        }
    }

    private void startFragment(int header) {
        fragment = -1;
        if (ensure(5)) {
            fragment = length();
            putLength(0);
            put(header);
        }
    }

    private void endFragment() {
        int start = fragment;
        int end = length();
        fragment = -1;
        cut(start);
        putLength(end - start - 4);
        int type = NalType.of(picture()[start + 4]);
        if (type == NalType.SEQUENCE_SET || type == NalType.PICTURE_SET) {
            sets.add(Arrays.copyOfRange(picture(), start + 4, end));
        }
        cut(type >= NalType.SLICE && type <= NalType.SEI ? end : start);
        key |= type == NalType.IDR_SLICE;
    }

    private void single(RtpPacket packet, int at, int size) {
        int type = NalType.of(packet.octet(at));
        if (type == NalType.SEQUENCE_SET || type == NalType.PICTURE_SET) {
            byte[] set = new byte[Math.min(size, 2048)];
            packet.copy(at, set, 0, set.length);
            sets.add(set);
        } else if (type >= NalType.SLICE && type <= NalType.SEI) {
            damageIfFragmented();
            if (ensure(size + 4)) {
                putLength(size);
                append(packet, at, size);
                key |= type == NalType.IDR_SLICE;
            }
        } else if (type > 12) {
            damage(); // STAP-B, MTAP and FU-B belong to mode 2, which we do not accept
        }
    }

    private void putLength(int value) {
        put(value >> 24);
        put(value >> 16);
        put(value >> 8);
        put(value);
    }

    private void damageIfFragmented() {
        if (fragment >= 0) {
            damage();
        }
    }

    @Override
    void complete() {
        damageIfFragmented();
    }

    @Override
    boolean isKey() {
        return key;
    }

    /** A change holds from a key frame on (H.264 7.4.1.2.1). */
    @Override
    Optional<VideoTrack> changedTrack() {
        if (announced && !sets.changed()) {
            return Optional.empty();
        }
        Optional<VideoTrack> track = sets.track().map(VideoTrack.class::cast);
        announced |= track.isPresent();
        return track;
    }

    @Override
    void forget() {
        fragment = -1;
        key = false;
    }
}
