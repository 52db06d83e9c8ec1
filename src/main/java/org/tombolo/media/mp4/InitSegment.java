package org.tombolo.media.mp4;

import static org.tombolo.media.mp4.Box.ascii;
import static org.tombolo.media.mp4.Box.join;
import static org.tombolo.media.mp4.Box.octets;
import static org.tombolo.media.mp4.Box.shorts;
import static org.tombolo.media.mp4.Box.words;
import static org.tombolo.media.mp4.Box.zeros;

import java.util.Optional;
import org.tombolo.media.H264Track;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.h264.AvcConfiguration;

/** The start of a fragmented MP4 with an H.264 or VP8 track and perhaps one of sound: {@code ftyp} and {@code moov}, no samples. */
final class InitSegment {
    private static final int UNDETERMINED_LANGUAGE = 0x55C4_0000;
    private static final int SEVENTY_TWO_DPI = 0x0048_0000;
    private static final byte[] UNITY =
            words(0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000); // ISO/IEC 14496-12 8.2.2.3

    private InitSegment() {}

    /** Makes the segment. */
    static byte[] of(VideoTrack picture, Optional<SoundFormat> sound) {
        byte[] type = Box.of("ftyp", ascii("iso5"), words(512), ascii("iso5iso6mp41"));
        byte[] header = Box.of(
                "mvhd", words(0, 0, 0, 1000, 0, 0x0001_0000), octets(1, 0), zeros(10), UNITY, zeros(24), words(3));
        byte[] tracks = sound.map(format -> join(pictureTrack(picture), soundTrack(format)))
                .orElseGet(() -> pictureTrack(picture));
        byte[] fragments = sound.map(format -> join(extension(Fragment.PICTURE), extension(Fragment.SOUND)))
                .orElseGet(() -> extension(Fragment.PICTURE));
        return join(type, Box.of("moov", header, tracks, Box.of("mvex", fragments)));
    }

    private static byte[] extension(int track) {
        return Box.of("trex", words(0, track, 1, 0, 0, 0));
    }

    private static byte[] pictureTrack(VideoTrack track) {
        // tkhd flags 3: enabled and in the movie
        byte[] header = Box.of(
                "tkhd",
                words(3, 0, 0, Fragment.PICTURE, 0, 0),
                zeros(16),
                UNITY,
                words(track.width() << 16, track.height() << 16));
        byte[] handler = Box.of("hdlr", words(0, 0), ascii("vide"), zeros(12), ascii("video\0"));
        byte[] kind = Box.of("vmhd", words(1, 0, 0));
        return Box.of("trak", header, media(track.clockRate(), handler, kind, sampleEntry(track)));
    }

    private static byte[] soundTrack(SoundFormat format) {
        byte[] header = Box.of("tkhd", words(3, 0, 0, Fragment.SOUND, 0, 0, 0, 0, 0, 0x0100_0000), UNITY, words(0, 0));
        byte[] handler = Box.of("hdlr", words(0, 0), ascii("soun"), zeros(12), ascii("sound\0"));
        byte[] kind = Box.of("smhd", words(0, 0));
        return Box.of("trak", header, media(SoundFormat.CLOCK_RATE, handler, kind, format.sampleEntry()));
    }

    private static byte[] media(int clockRate, byte[] handler, byte[] kind, byte[] entry) {
        byte[] header = Box.of("mdhd", words(0, 0, 0, clockRate, 0, UNDETERMINED_LANGUAGE));
        byte[] data = Box.of("dinf", Box.of("dref", words(0, 1), Box.of("url ", words(1))));
        byte[] samples = Box.of(
                "stbl",
                Box.of("stsd", words(0, 1), entry),
                Box.of("stts", words(0, 0)),
                Box.of("stsc", words(0, 0)),
                Box.of("stsz", words(0, 0, 0)),
                Box.of("stco", words(0, 0)));
        return Box.of("mdia", header, handler, Box.of("minf", kind, data, samples));
    }

    /** H.263 goes into no MP4 of ours: it is transcoded, or not shown. */
    private static byte[] sampleEntry(VideoTrack track) {
        if (track instanceof H264Track h264) {
            return sampleEntry(track, "avc1", Box.of("avcC", AvcConfiguration.of(h264)));
        }
        // VP Codec ISO Media File Format Binding: profile 0, level not told, 4:2:0 of eight bits, colours not told
        return sampleEntry(track, "vp08", Box.of("vpcC", words(0x0100_0000), octets(0, 0, 0x82, 2, 2, 2), shorts(0)));
    }

    private static byte[] sampleEntry(VideoTrack track, String type, byte[] configuration) {
        return Box.of(
                type,
                zeros(6),
                shorts(1),
                zeros(16),
                shorts(track.width(), track.height()),
                words(SEVENTY_TWO_DPI, SEVENTY_TWO_DPI, 0),
                shorts(1),
                zeros(32),
                shorts(0x18, 0xFFFF),
                configuration);
    }
}
