package org.tombolo.media.sdp;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The audio stream that we accept beside the video.
 *
 * @param line where it stands
 * @param map Opus, PCMU or PCMA, which browsers decode; else AMR or AMR-WB, which players by RTSP do
 * @param parameters its format parameters as answered, empty when there are none
 * @param events keys pressed (RFC 4733), when they are offered at the sound's clock rate
 */
public record AudioStream(StreamLine line, RtpMap map, String parameters, Optional<RtpMap> events) {
    /** RFC 4867 8.3.1: an answer keeps what both must do alike, and drops what it does not know. */
    private static final Set<String> AMR = Set.of(
            "octet-align",
            "mode-set",
            "mode-change-period",
            "mode-change-capability",
            "mode-change-neighbor",
            "crc",
            "robust-sorting",
            "max-red");

    static Optional<AudioStream> of(StreamLine line, MediaDescription offered) {
        return offered.rtpMaps().stream()
                .filter(AudioStream::isHeard)
                .findFirst()
                .or(() -> offered.rtpMaps().stream()
                        .filter(map -> isSpeech(map, parameters(offered, map)))
                        .findFirst())
                .map(map -> new AudioStream(line, map, answered(offered, map), events(offered, map)));
    }

    private static boolean isHeard(RtpMap map) {
        return map.is("opus") || map.is("PCMU") || map.is("PCMA");
    }

    /** AMR and AMR-WB by RFC 4867, one channel, its frames neither interleaved nor sorted. */
    private static boolean isSpeech(RtpMap map, FormatParameters parameters) {
        boolean amr = (map.is("AMR") && map.clockRate() == 8000) || (map.is("AMR-WB") && map.clockRate() == 16_000);
        return amr
                && map.channels() == 1
                && parameters.value("interleaving").isEmpty()
                && parameters.value("robust-sorting").orElse("0").equals("0");
    }

    private static FormatParameters parameters(MediaDescription offered, RtpMap map) {
        return new FormatParameters(offered.formatParameters(map.payloadType()));
    }

    private static String answered(MediaDescription offered, RtpMap map) {
        return isHeard(map)
                ? offered.formatParameters(map.payloadType())
                : parameters(offered, map).only(AMR);
    }

    /** RFC 4733 2.1: events take part in the sound's timeline, so that their clock is the same. */
    private static Optional<RtpMap> events(MediaDescription offered, RtpMap sound) {
        return offered.rtpMaps().stream()
                .filter(map -> map.is("telephone-event") && map.clockRate() == sound.clockRate())
                .findFirst();
    }

    /** Whether frames of AMR begin at octets (RFC 4867 4.4), which frame checks imply (8.1). */
    public boolean isOctetAligned() {
        FormatParameters said = new FormatParameters(parameters);
        return hasFrameChecks() || said.value("octet-align").orElse("0").equals("1");
    }

    /** Whether each frame of AMR has a check of its own (RFC 4867 4.4.2.1). */
    public boolean hasFrameChecks() {
        return new FormatParameters(parameters).value("crc").orElse("0").equals("1");
    }

    MediaDescription answer(MediaDescription offered, LocalStream ours) {
        List<RtpMap> formats = events.map(e -> List.of(map, e)).orElseGet(() -> List.of(map));
        MediaDescription answer = line.answer(offered, ours, formats);
        if (!parameters.isEmpty()) {
            answer = answer.with(new Attribute("fmtp", map.payloadType() + " " + parameters));
        }
        // RFC 4733 2.4.1: DTMF, which is meant as well when nothing is said
        return events.isPresent()
                ? answer.with(new Attribute("fmtp", events.get().payloadType() + " 0-15"))
                : answer;
    }
}
