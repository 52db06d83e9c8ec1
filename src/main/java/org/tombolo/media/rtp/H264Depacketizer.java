package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.tombolo.media.Frame;
import org.tombolo.media.H264Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.h264.NalType;
import org.tombolo.media.h264.ParameterSets;

/**
 * H.264 over RTP (RFC 6184), packetization modes 0 and 1: single NAL units, STAP-A and FU-A become access units. A loss drops
 * the access unit it hits and all that follow until a key frame, so that nothing is ever shown that refers to what is missing.
 */
public final class H264Depacketizer implements Depacketizer {
    /** An access unit that grows beyond this is dropped: no level that we offer has larger ones. */
    static final int LARGEST_UNIT = 4 << 20;

    private static final int FIRST_SIZE = 32 << 10;

    private final MediaSink sink;
    private final ParameterSets sets;
    private byte[] unit = new byte[FIRST_SIZE];
    private int length;
    private int fragment = -1;
    private boolean open;
    private boolean key;
    private boolean damaged;
    private boolean afterGap = true;
    private boolean waiting = true;
    private boolean wanted;
    private boolean announced;
    private int timestamp;
    private long time;
    private long dropped;

    /**
     * @param sink gets the track before the first frame
     * @param sets those that the SDP carried; those in the band are added
     */
    public H264Depacketizer(MediaSink sink, ParameterSets sets) {
        this.sink = sink;
        this.sets = sets;
    }

    /** Access units that were dropped. */
    public long dropped() {
        return dropped;
    }

    @Override
    public boolean wantsKeyframe() {
        return wanted;
    }

    @Override
    public void lost(int packets) {
        afterGap = true;
        await();
        damaged |= open;
        fragment = -1;
    }

    @Override
    public void restarted() {
        lost(1);
        wanted = false; // a source starts with a key frame by itself
        discard();
    }

    @Override
    public void packet(RtpPacket packet) {
        if (open && packet.timestamp() != timestamp) {
            finish();
        }
        if (packet.length() == 0) {
            return;
        }
        begin(packet);
        switch (NalType.of(packet.octet(0))) {
            case NalType.STAP_A -> aggregate(packet);
            case NalType.FU_A -> fragment(packet);
            default -> single(packet, 0, packet.length());
        }
        if (packet.marker()) {
            finish();
        }
    }

    private void begin(RtpPacket packet) {
        if (!open) {
            open = true;
            time += packet.timestamp() - timestamp;
            timestamp = packet.timestamp();
        }
        if (afterGap) {
            damaged |= length > 0 || !startsUnit(packet);
            afterGap = false;
        }
    }

    /** Whether nothing of this packet's access unit can come before it: what was lost then belongs to earlier ones. */
    private static boolean startsUnit(RtpPacket packet) {
        return switch (NalType.of(packet.octet(0))) {
            case NalType.DELIMITER, NalType.SEQUENCE_SET, NalType.PICTURE_SET, NalType.SEI -> true;
            case NalType.STAP_A -> packet.length() > 4 && startsUnit(packet, 3, 4);
            case NalType.FU_A ->
                packet.length() > 2 && (packet.octet(1) & 0x80) != 0 && startsPicture(packet.octet(1), packet.octet(2));
            default -> packet.length() > 1 && startsUnit(packet, 0, 1);
        };
    }

    private static boolean startsUnit(RtpPacket packet, int header, int next) {
        int type = NalType.of(packet.octet(header));
        return (type >= NalType.SEI && type <= NalType.DELIMITER) || startsPicture(type, packet.octet(next));
    }

    /** A slice whose first_mb_in_slice is 0, which ue(v) writes as a single 1 (H.264 7.3.3). */
    private static boolean startsPicture(int header, int firstOfSlice) {
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
                damaged = true;
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
            damaged = true;
            return;
        }
        int header = packet.octet(1);
        if ((header & 0x80) != 0) {
            damaged |= fragment >= 0;
            startFragment((packet.octet(0) & 0xE0) | (header & 0x1F));
        }
        if (fragment < 0 || !append(packet, 2, packet.length() - 2)) {
            damaged = true;
        } else if ((header & 0x40) != 0) {
            endFragment();
        }
    }

    private void startFragment(int header) {
        fragment = -1;
        if (ensure(5)) {
            fragment = length;
            length += 4;
            unit[length++] = (byte) header;
        }
    }

    private void endFragment() {
        int start = fragment;
        fragment = -1;
        putLength(start, length - start - 4);
        int type = NalType.of(unit[start + 4]);
        if (type == NalType.SEQUENCE_SET || type == NalType.PICTURE_SET) {
            sets.add(Arrays.copyOfRange(unit, start + 4, length));
            length = start;
        } else if (type < NalType.SLICE || type > NalType.SEI) {
            length = start;
        }
        key |= type == NalType.IDR_SLICE;
    }

    private void single(RtpPacket packet, int at, int size) {
        int type = NalType.of(packet.octet(at));
        if (type == NalType.SEQUENCE_SET || type == NalType.PICTURE_SET) {
            byte[] set = new byte[Math.min(size, 2048)];
            packet.copy(at, set, 0, set.length);
            sets.add(set);
        } else if (type >= NalType.SLICE && type <= NalType.SEI) {
            damaged |= fragment >= 0;
            if (ensure(size + 4)) {
                putLength(length, size);
                length += 4;
                damaged |= !append(packet, at, size);
                key |= type == NalType.IDR_SLICE;
            }
        } else if (type > 12) {
            damaged = true; // STAP-B, MTAP and FU-B belong to mode 2, which we do not accept
        }
    }

    private boolean append(RtpPacket packet, int at, int size) {
        if (!ensure(size)) {
            return false;
        }
        packet.copy(at, unit, length, size);
        length += size;
        return true;
    }

    private boolean ensure(int more) {
        if (length + more > LARGEST_UNIT) {
            damaged = true;
            return false;
        }
        if (length + more > unit.length) {
            unit = Arrays.copyOf(unit, Math.min(LARGEST_UNIT, Math.max(unit.length * 2, length + more)));
        }
        return true;
    }

    private void putLength(int at, int value) {
        unit[at] = (byte) (value >> 24);
        unit[at + 1] = (byte) (value >> 16);
        unit[at + 2] = (byte) (value >> 8);
        unit[at + 3] = (byte) value;
    }

    private void finish() {
        damaged |= fragment >= 0;
        if (damaged) {
            drop();
        } else if (length > 0) {
            offer();
        }
        discard();
    }

    private void drop() {
        dropped++;
        await();
    }

    private void await() {
        waiting = true;
        wanted = true;
    }

    private void offer() {
        if ((waiting && !key) || (key && !announce())) {
            drop();
            return;
        }
        waiting = false;
        wanted = false;
        sink.frame(new Frame(time, key, ByteBuffer.wrap(unit, 0, length)));
    }

    /** Tells the track when it is new or has changed; a change holds from a key frame on (H.264 7.4.1.2.1). */
    private boolean announce() {
        if (!announced || sets.changed()) {
            sets.track().ifPresent(this::announce);
        }
        return announced;
    }

    private void announce(H264Track track) {
        sink.track(track);
        announced = true;
    }

    private void discard() {
        length = 0;
        fragment = -1;
        open = false;
        key = false;
        damaged = false;
    }
}
