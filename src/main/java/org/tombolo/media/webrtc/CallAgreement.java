package org.tombolo.media.webrtc;

import java.security.SecureRandom;
import java.util.List;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcTransport;

/** A call whose signalling is somebody else's. */
final class CallAgreement implements Agreement {
    private final WebRtcCall call;
    private final Endpoints endpoints;
    private final SecureRandom random;
    private WebRtcEndpoint ours;
    private WebRtcTransport peer;

    CallAgreement(
            WebRtcEndpoint ours, WebRtcTransport peer, WebRtcCall call, Endpoints endpoints, SecureRandom random) {
        this.ours = ours;
        this.peer = peer;
        this.call = call;
        this.endpoints = endpoints;
        this.random = random;
    }

    @Override
    public IceLite ice() {
        return new IceLite(ours.transport().ufrag(), ours.transport().password(), peer.ufrag());
    }

    @Override
    public WebRtcEndpoint ours() {
        return ours;
    }

    @Override
    public IceLite restart(WebRtcFragment fragment) {
        peer = peer.restarted(fragment);
        ours = endpoints.restarted(ours);
        return ice();
    }

    @Override
    public WebRtcTransport peer() {
        return peer;
    }

    @Override
    public String cname() {
        return ours.cname();
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
