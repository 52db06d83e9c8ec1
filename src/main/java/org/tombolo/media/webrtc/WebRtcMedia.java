package org.tombolo.media.webrtc;

import java.util.Optional;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.sdp.H264Profile;

/**
 * What there is to watch.
 *
 * @param video the pictures
 * @param profile what a decoder must be able to do
 * @param audio the sound, when it is of a kind that browsers decode
 * @param keyframeRequest asks the phone for a key frame; any thread may run it, as often as it likes
 */
public record WebRtcMedia(Relay video, H264Profile profile, Optional<Audio> audio, Runnable keyframeRequest) {

    /**
     * Sound.
     *
     * @param encoding {@code PCMU}, {@code PCMA} or {@code opus}
     */
    public record Audio(Relay relay, String encoding, int clockRate) {}
}
