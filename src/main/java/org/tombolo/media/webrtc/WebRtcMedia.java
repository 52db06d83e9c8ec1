package org.tombolo.media.webrtc;

import java.util.Optional;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.sdp.H264Profile;

/**
 * What there is to watch.
 *
 * @param video the pictures
 * @param profile what a decoder of H.264 must be able to do; empty when the pictures are VP8
 * @param audio the sound, when it is of a kind that browsers decode
 * @param keyframeRequest asks the phone for a key frame; any thread may run it, as often as it likes
 */
public record WebRtcMedia(Relay video, Optional<H264Profile> profile, Optional<Audio> audio, Runnable keyframeRequest) {

    /** Pictures as H.264. */
    public WebRtcMedia(Relay video, H264Profile profile, Optional<Audio> audio, Runnable keyframeRequest) {
        this(video, Optional.of(profile), audio, keyframeRequest);
    }

    /** What a browser must receive to see it, in words. */
    String wanted() {
        return profile.map(p -> "H.264 of " + p + " in packetization mode 1").orElse("VP8");
    }

    /**
     * Sound.
     *
     * @param encoding {@code PCMU}, {@code PCMA} or {@code opus}
     */
    public record Audio(Relay relay, String encoding, int clockRate) {}
}
