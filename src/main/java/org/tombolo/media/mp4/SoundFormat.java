package org.tombolo.media.mp4;

import static org.tombolo.media.mp4.Box.octets;
import static org.tombolo.media.mp4.Box.shorts;
import static org.tombolo.media.mp4.Box.words;
import static org.tombolo.media.mp4.Box.zeros;

import java.nio.ByteBuffer;
import org.tombolo.media.AacTrack;
import org.tombolo.media.OpusTrack;
import org.tombolo.media.Track;

/** Sound that goes into MP4, all of it by a clock of 48 kHz. */
public enum SoundFormat {
    /** Opus, as phones and browsers send it. */
    OPUS(new OpusTrack(), OpusPacket.SILENCE) {
        @Override
        int ticks(ByteBuffer packet) {
            return OpusPacket.ticks(packet);
        }

        /** Encapsulation of Opus in ISO Base Media File Format 4.3: two channels (RFC 7587 4.1), nothing to be skipped in what has no start. */
        @Override
        byte[] sampleEntry() {
            byte[] specific = Box.of("dOps", octets(0, 2), shorts(0), words(CLOCK_RATE), shorts(0), octets(0));
            return entry("Opus", 2, specific);
        }
    },
    /** AAC, which everything plays; what other sound is transcoded to. */
    AAC(new AacTrack(), AacTrack.silence()) {
        @Override
        int ticks(ByteBuffer packet) {
            return packet.hasRemaining() ? AacTrack.FRAME : 0;
        }

        /** ISO/IEC 14496-14 5.6, with the descriptors of 14496-1 7.2.6. */
        @Override
        byte[] sampleEntry() {
            byte[] configuration = AacTrack.configuration();
            byte[] specific = descriptor(5, configuration);
            // MPEG-4 audio, an audio stream; buffer and rates are not told
            byte[] decoder = descriptor(4, Box.join(octets(0x40, 0x15), zeros(11), specific));
            byte[] stream =
                    descriptor(3, Box.join(shorts(Fragment.SOUND), octets(0), decoder, descriptor(6, octets(2))));
            return entry("mp4a", 1, Box.of("esds", words(0), stream));
        }
    };

    static final int CLOCK_RATE = 48_000;

    private final Track track;
    private final byte[] silence;

    SoundFormat(Track track, byte[] silence) {
        this.track = track;
        this.silence = silence;
    }

    /** The codec as RFC 6381 names it. */
    String codecs() {
        return track.codecs();
    }

    /** A packet in which nothing is heard. */
    ByteBuffer silence() {
        return ByteBuffer.wrap(silence);
    }

    /** How long a packet lasts; 0 for one that is none. */
    abstract int ticks(ByteBuffer packet);

    abstract byte[] sampleEntry();

    private static byte[] descriptor(int tag, byte[] content) {
        return Box.join(octets(tag, content.length), content);
    }

    static byte[] entry(String type, int channels, byte[] specific) {
        return Box.of(
                type, zeros(6), shorts(1), zeros(8), shorts(channels, 16, 0, 0), words(CLOCK_RATE << 16), specific);
    }
}
