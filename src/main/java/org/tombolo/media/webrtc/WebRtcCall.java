package org.tombolo.media.webrtc;

import java.util.List;
import java.util.function.Consumer;
import org.tombolo.media.relay.Relay;
import org.tombolo.media.rtp.RtpPacket;

/**
 * The media of a call with one peer: each side may send.
 *
 * @param streams what we send
 * @param received takes what the peer sends, valid only during the call; on a thread that must not be held up
 * @param keyframeRequest asks the source of the pictures that we send for a key frame
 */
public record WebRtcCall(List<Stream> streams, Consumer<RtpPacket> received, Runnable keyframeRequest) {
    public WebRtcCall {
        streams = List.copyOf(streams);
    }

    /**
     * A stream to the peer.
     *
     * @param payloadType what the peer calls its format
     * @param video whether it can only begin with a key frame
     */
    public record Stream(Relay relay, int payloadType, boolean video) {}
}
