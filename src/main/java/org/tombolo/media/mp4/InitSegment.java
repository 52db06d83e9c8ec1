package org.tombolo.media.mp4;

import static org.tombolo.media.mp4.Box.ascii;
import static org.tombolo.media.mp4.Box.join;
import static org.tombolo.media.mp4.Box.octets;
import static org.tombolo.media.mp4.Box.shorts;
import static org.tombolo.media.mp4.Box.words;
import static org.tombolo.media.mp4.Box.zeros;

import org.tombolo.media.H264Track;
import org.tombolo.media.h264.AvcConfiguration;

/** The start of a fragmented MP4 with one H.264 track: {@code ftyp} and {@code moov}, no samples. */
public final class InitSegment {
    private static final int UNDETERMINED_LANGUAGE = 0x55C4_0000;
    private static final int SEVENTY_TWO_DPI = 0x0048_0000;
    private static final byte[] UNITY =
            words(0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000); // ISO/IEC 14496-12 8.2.2.3

    private InitSegment() {}

    /** Makes the segment. */
    public static byte[] of(H264Track track) {
        byte[] type = Box.of("ftyp", ascii("iso5"), words(512), ascii("iso5iso6mp41"));
        byte[] header = Box.of(
                "mvhd", words(0, 0, 0, 1000, 0, 0x0001_0000), octets(1, 0), zeros(10), UNITY, zeros(24), words(2));
        byte[] extends1 = Box.of("mvex", Box.of("trex", words(0, 1, 1, 0, 0, 0)));
        return join(type, Box.of("moov", header, trackBox(track), extends1));
    }

    private static byte[] trackBox(H264Track track) {
        // tkhd flags 3: enabled and in the movie
        byte[] header = Box.of(
                "tkhd", words(3, 0, 0, 1, 0, 0), zeros(16), UNITY, words(track.width() << 16, track.height() << 16));
        byte[] media = Box.of("mdhd", words(0, 0, 0, track.clockRate(), 0, UNDETERMINED_LANGUAGE));
        byte[] handler = Box.of("hdlr", words(0, 0), ascii("vide"), zeros(12), ascii("video\0"));
        return Box.of("trak", header, Box.of("mdia", media, handler, information(track)));
    }

    private static byte[] information(H264Track track) {
        byte[] data = Box.of("dinf", Box.of("dref", words(0, 1), Box.of("url ", words(1))));
        byte[] samples = Box.of(
                "stbl",
                Box.of("stsd", words(0, 1), sampleEntry(track)),
                Box.of("stts", words(0, 0)),
                Box.of("stsc", words(0, 0)),
                Box.of("stsz", words(0, 0, 0)),
                Box.of("stco", words(0, 0)));
        return Box.of("minf", Box.of("vmhd", words(1, 0, 0)), data, samples);
    }

    private static byte[] sampleEntry(H264Track track) {
        return Box.of(
                "avc1",
                zeros(6),
                shorts(1),
                zeros(16),
                shorts(track.width(), track.height()),
                words(SEVENTY_TWO_DPI, SEVENTY_TWO_DPI, 0),
                shorts(1),
                zeros(32),
                shorts(0x18, 0xFFFF),
                Box.of("avcC", AvcConfiguration.of(track)));
    }
}
