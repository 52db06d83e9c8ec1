package org.tombolo.call;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.G711Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.OpusTrack;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.rtp.AmrDepacketizer;
import org.tombolo.media.rtp.AmrPacketizer;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.H263PlusDepacketizer;
import org.tombolo.media.rtp.H263PlusPacketizer;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.OldH263Depacketizer;
import org.tombolo.media.rtp.OldH263Packetizer;
import org.tombolo.media.rtp.Packetizer;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.rtp.SoundDepacketizer;
import org.tombolo.media.rtp.UnitPacketizer;
import org.tombolo.media.rtp.Vp8Depacketizer;
import org.tombolo.media.sdp.AmrModes;
import org.tombolo.media.sdp.H263Limits;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.transcode.Recipe;
import org.tombolo.media.transcode.wire.Codec;

/** What a format of a call is for the transcoder, and in packets. */
final class Codecs {
    private static final int MACROBLOCKS_OF_CIF = 396;

    private Codecs() {}

    /** The codec of a format; empty for what the transcoder cannot read. */
    static Optional<Codec> of(RtpFormat format) {
        return switch (format.encoding().toUpperCase(Locale.ROOT)) {
            case "H264" -> Optional.of(Codec.H264);
            case "VP8" -> Optional.of(Codec.VP8);
            case "H263", "H263-1998", "H263-2000" -> Optional.of(Codec.H263);
            case "OPUS" -> Optional.of(Codec.OPUS);
            case "PCMA" -> Optional.of(Codec.PCMA);
            case "PCMU" -> Optional.of(Codec.PCMU);
            case "AMR" -> Optional.of(Codec.AMR);
            case "AMR-WB" -> Optional.of(Codec.AMR_WB);
            default -> Optional.empty();
        };
    }

    /**
     * Makes frames of packets.
     *
     * @param asked gets the codec mode request of each packet of AMR
     */
    static Depacketizer depacketizer(RtpFormat format, Codec codec, MediaSink frames, IntConsumer asked) {
        return switch (codec) {
            case H264 -> new H264Depacketizer(frames, new ParameterSets());
            case VP8 -> new Vp8Depacketizer(frames);
            case H263 -> format.is("H263") ? new OldH263Depacketizer(frames) : new H263PlusDepacketizer(frames);
            case PCMA, PCMU -> new SoundDepacketizer(frames, new G711Track(codec == Codec.PCMA));
            case AMR, AMR_WB ->
                new AmrDepacketizer(
                        frames,
                        new AmrTrack(codec == Codec.AMR_WB),
                        format.isOctetAligned(),
                        format.hasFrameChecks(),
                        asked);
            default -> new SoundDepacketizer(frames, new OpusTrack());
        };
    }

    /** Makes packets of frames. */
    static Packetizer packetizer(RtpFormat format, Codec codec, Consumer<RtpPacket> out) {
        return switch (codec) {
            case H263 -> format.is("H263") ? new OldH263Packetizer(out) : new H263PlusPacketizer(out);
            case AMR, AMR_WB -> new AmrPacketizer(out, new AmrTrack(codec == Codec.AMR_WB), format.isOctetAligned());
            default -> new UnitPacketizer(out);
        };
    }

    /** How it is made for who takes this format. */
    static Recipe recipe(Codec from, Codec to, RtpFormat format) {
        Recipe recipe = Recipe.of(from, to);
        return switch (to) {
            case H263 -> {
                H263Limits most = H263Limits.of(format);
                yield recipe.scaled(most.width(), most.height())
                        .at(most.rate())
                        .every(most.interval())
                        .inPieces(Packetizer.LARGEST);
            }
            case H264 -> h264(recipe, format).inPieces(Packetizer.LARGEST);
            case AMR, AMR_WB -> {
                AmrModes modes = AmrModes.of(format);
                yield recipe.at(modes.rate(modes.best()));
            }
            default -> recipe;
        };
    }

    /** A phone's decoder may be of a low level; a browser's is not (RFC 7742 6.2: 3.1 at least). */
    private static Recipe h264(Recipe recipe, RtpFormat format) {
        return format.level()
                .filter(level -> level.macroblocks() <= MACROBLOCKS_OF_CIF)
                .map(level -> recipe.scaled(level.macroblocks() < MACROBLOCKS_OF_CIF ? 176 : 352, 0)
                        .at(level.kilobits() * 1000))
                .orElse(recipe);
    }
}
