package org.tombolo.media.webrtc;

import java.util.List;
import java.util.Optional;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcTransport;

/** What was agreed with one peer, whatever it was said in. */
interface Agreement {

    /** The present ICE session. */
    IceLite ice();

    /** Our present end of it. */
    WebRtcEndpoint ours();

    /** The peer's credentials and fingerprint. */
    WebRtcTransport peer();

    /** Our canonical name in RTCP. */
    String cname();

    /** The streams that we send. */
    List<Sending.Stream> sent();

    /** Asks the source of what we send for a key frame; any thread may run it, as often as it likes. */
    Runnable keyframeRequest();

    /** Takes a packet of a stream that the peer sends, as it was before it was protected. On the forwarder's thread. */
    default void received(RtpPacket packet) {}

    /** Whether the peer may start ICE anew by such a fragment. */
    default boolean isRestart(WebRtcFragment fragment) {
        return fragment.restarts(peer())
                && fragment.ufrag().isPresent()
                && fragment.password().isPresent();
    }

    /** Starts ICE anew. */
    IceLite restart(WebRtcFragment fragment);

    /** Our present credentials (RFC 8840 9), when they can change. */
    default Optional<String> fragment() {
        return Optional.empty();
    }
}
