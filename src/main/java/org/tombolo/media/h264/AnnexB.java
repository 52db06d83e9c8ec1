package org.tombolo.media.h264;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.tombolo.media.H264Track;

/** NAL units after start codes, as encoders and decoders have them (ITU-T H.264 annex B). */
public final class AnnexB {
    private static final int START_CODE = 1;
    private static final int LENGTH = 4;

    private AnnexB() {}

    /**
     * A frame of the pivot with start codes; the length of a NAL unit is as long as one.
     *
     * @param sets whether the track's parameter sets go before it
     */
    public static byte[] of(ByteBuffer units, H264Track track, boolean sets) {
        List<byte[]> first = sets
                ? Stream.concat(track.sequenceSets().stream(), track.pictureSets().stream())
                        .toList()
                : List.of();
        int size = first.stream().mapToInt(set -> LENGTH + set.length).sum() + units.remaining();
        ByteBuffer out = ByteBuffer.allocate(size);
        first.forEach(set -> out.putInt(START_CODE).put(set));
        ByteBuffer in = units.duplicate();
        while (in.remaining() > LENGTH) {
            int length = Math.min(in.getInt(), in.remaining());
            out.putInt(START_CODE).put(in.slice().limit(length));
            in.position(in.position() + length);
        }
        return out.array();
    }

    /** The NAL units of a stream of octets, without start codes. */
    public static List<byte[]> units(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int start = -1;
        for (int at = 0; at + 2 < stream.length; at++) {
            if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == START_CODE) {
                add(units, stream, start, at);
                start = at + 3;
                at += 2;
            }
        }
        add(units, stream, start, stream.length);
        return units;
    }

    private static void add(List<byte[]> units, byte[] stream, int start, int before) {
        int end = before;
        // B.1: zeros before the next start code belong to no unit
        while (end > start && start >= 0 && stream[end - 1] == 0) {
            end--;
        }
        if (start >= 0 && end > start) {
            units.add(Arrays.copyOfRange(stream, start, end));
        }
    }

    /** NAL units as a frame of the pivot has them, each after its length. */
    public static ByteBuffer joined(List<byte[]> units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(ByteBuffer.allocate(LENGTH).putInt(unit.length).array());
            out.writeBytes(unit);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
