package org.tombolo.media.sdp;

import java.util.Optional;

/**
 * The audio stream that we accept beside the video.
 *
 * @param line where it stands
 * @param map Opus, PCMU or PCMA, which browsers decode; else AMR or AMR-WB, which players by RTSP do
 * @param parameters its format parameters as offered, empty when there are none
 */
public record AudioStream(StreamLine line, RtpMap map, String parameters) {

    static Optional<AudioStream> of(StreamLine line, MediaDescription offered) {
        return offered.rtpMaps().stream()
                .filter(AudioStream::isHeard)
                .findFirst()
                .or(() -> offered.rtpMaps().stream()
                        .filter(AudioStream::isRelayed)
                        .findFirst())
                .map(map -> new AudioStream(line, map, offered.formatParameters(map.payloadType())));
    }

    private static boolean isHeard(RtpMap map) {
        return map.is("opus") || map.is("PCMU") || map.is("PCMA");
    }

    /** RFC 4867. */
    private static boolean isRelayed(RtpMap map) {
        return map.is("AMR") || map.is("AMR-WB");
    }

    MediaDescription answer(MediaDescription offered, int port) {
        MediaDescription answer = line.answer(offered, port, map.payloadType()).with(map.attribute());
        // RFC 4867 8.3.1: an answer repeats the offer's octet-align and mode parameters
        return parameters.isEmpty() ? answer : answer.with(new Attribute("fmtp", map.payloadType() + " " + parameters));
    }
}
