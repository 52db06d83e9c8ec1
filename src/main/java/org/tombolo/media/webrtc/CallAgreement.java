package org.tombolo.media.webrtc;

import java.security.SecureRandom;
import java.util.List;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcTransport;

/** A call whose signalling is somebody else's. */
final class CallAgreement extends IceEnds {
    private final WebRtcCall call;
    private final SecureRandom random;

    CallAgreement(
            WebRtcEndpoint ours, WebRtcTransport peer, WebRtcCall call, Endpoints endpoints, SecureRandom random) {
        super(ours, peer, endpoints);
        this.call = call;
        this.random = random;
    }

    @Override
    public List<Sending.Stream> sent() {
        return call.streams().stream()
                .map(stream -> new Sending.Stream(
                        stream.relay(),
                        stream.payloadType(),
                        0,
                        stream.video(),
                        random.nextInt(WebRtcSession.MOST_FIRST_SEQUENCE)))
                .toList();
    }

    @Override
    public Runnable keyframeRequest() {
        return call.keyframeRequest();
    }

    @Override
    public void received(RtpPacket packet) {
        call.received().accept(packet);
    }
}
