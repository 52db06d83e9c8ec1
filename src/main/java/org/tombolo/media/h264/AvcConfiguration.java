package org.tombolo.media.h264;

import java.nio.ByteBuffer;
import java.util.List;
import org.tombolo.media.H264Track;

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1), lengths of four octets: what MP4 and FLV tell decoders. */
public final class AvcConfiguration {
    private AvcConfiguration() {}

    public static byte[] of(H264Track track) {
        byte[] first = track.sequenceSets().get(0);
        ByteBuffer out = ByteBuffer.allocate(7 + size(track.sequenceSets()) + size(track.pictureSets()));
        out.put((byte) 1).put(first, 1, 3).put((byte) 0xFF);
        out.put((byte) (0xE0 | track.sequenceSets().size()));
        track.sequenceSets().forEach(set -> out.putShort((short) set.length).put(set));
        out.put((byte) track.pictureSets().size());
        track.pictureSets().forEach(set -> out.putShort((short) set.length).put(set));
        return out.array();
    }

    private static int size(List<byte[]> sets) {
        return sets.stream().mapToInt(set -> 2 + set.length).sum();
    }
}
