package org.tombolo.media.sdp;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A payload type of pictures that we take. */
public sealed interface VideoFormat permits H264Format, Vp8Format, H263Format {

    /** What the offerer calls it. */
    RtpMap map();

    /** The format parameters of an answer that takes it; empty when it needs none. */
    String answered();

    /** How gladly we take it: H.264 goes to every viewer as it is, VP8 to most, H.263 to none. */
    int rank();

    /** Whether browsers have decoders for it. */
    default boolean isPlayedByBrowsers() {
        return rank() > 0;
    }

    /** The payload type, 0 to 127. */
    default int payloadType() {
        return map().payloadType();
    }

    /** Parameter sets that came with the offer, which only H.264 has. */
    default List<byte[]> parameterSets() {
        return List.of();
    }

    /** Reads a payload type; empty when we do not take it. */
    static Optional<VideoFormat> of(RtpMap map, String parameters) {
        return H264Format.of(map, parameters)
                .filter(H264Format::isPlayable)
                .map(VideoFormat.class::cast)
                .or(() -> Vp8Format.of(map))
                .or(() -> H263Format.of(map, parameters));
    }

    /** The one that we like best; of those that we like as much the offerer's first. */
    static Optional<VideoFormat> best(MediaDescription stream) {
        return stream.rtpMaps().stream()
                .flatMap(map -> of(map, stream.formatParameters(map.payloadType())).stream())
                .min(Comparator.comparingInt(format -> -format.rank()));
    }
}
