package org.tombolo.gateway.convergence;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tombolo.media.H264Track;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.rtsp.RtspMedia;
import org.tombolo.media.sdp.AudioStream;

/** Says of a phone's streams what a description for players says. */
final class RtspStreams {
    private static final int DYNAMIC_VIDEO = 96;
    private static final int DYNAMIC_AUDIO = 97;
    private static final int FIRST_DYNAMIC = 96;

    private RtspStreams() {}

    /** The phone's pictures as they come. */
    static RtspMedia video(PictureIngest from, VideoTrack track) {
        String parameters = track instanceof H264Track h264
                ? parameters(h264)
                : from.format().answered();
        return new RtspMedia(
                from.packets().relay(),
                "video",
                DYNAMIC_VIDEO,
                from.format().map().text(),
                parameters);
    }

    /** RFC 6184 8.2.1: with the parameter sets, for players that do not wait for those in the band. */
    private static String parameters(H264Track track) {
        List<byte[]> sets = new ArrayList<>(track.sequenceSets());
        sets.addAll(track.pictureSets());
        String encoded = sets.stream().map(Base64.getEncoder()::encodeToString).collect(Collectors.joining(","));
        String profile = track.codecs().substring("avc1.".length()).toUpperCase(Locale.ROOT);
        return "packetization-mode=1;profile-level-id=" + profile + ";sprop-parameter-sets=" + encoded;
    }

    /** The phone's sound as it comes, its format parameters as well. */
    static RtspMedia audio(Relay relay, AudioStream stream) {
        boolean fixed = stream.map().payloadType() < FIRST_DYNAMIC;
        int type = fixed ? stream.map().payloadType() : DYNAMIC_AUDIO;
        return new RtspMedia(relay, "audio", type, stream.map().text(), stream.parameters());
    }
}
