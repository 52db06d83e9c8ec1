package org.tombolo.media;

import java.util.List;

/**
 * H.264 video (ITU-T H.264); frames are NAL units, each after its length in four octets (ISO/IEC 14496-15 5.3.4.2).
 *
 * @param sequenceSets sequence parameter sets, NAL header included, at least one
 * @param pictureSets picture parameter sets, likewise
 * @param width in pixels, after cropping
 * @param height likewise
 */
public record H264Track(List<byte[]> sequenceSets, List<byte[]> pictureSets, int width, int height)
        implements VideoTrack {
    public H264Track {
        sequenceSets = List.copyOf(sequenceSets);
        pictureSets = List.copyOf(pictureSets);
        if (sequenceSets.isEmpty() || pictureSets.isEmpty()) {
            throw new IllegalArgumentException("an H.264 track needs a sequence and a picture parameter set");
        }
        if (sequenceSets.get(0).length < 4) {
            throw new IllegalArgumentException("a sequence parameter set of less than four octets");
        }
    }

    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    @Override
    public String codecs() {
        byte[] set = sequenceSets.get(0);
        return String.format("avc1.%02X%02X%02X", set[1], set[2], set[3]);
    }

    @Override
    public String name() {
        return "H.264";
    }
}
