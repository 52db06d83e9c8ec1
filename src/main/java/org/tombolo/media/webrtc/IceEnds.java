package org.tombolo.media.webrtc;

import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcTransport;

/** Both ends of an agreement, whose ICE credentials alone may change (RFC 8445 9). */
abstract class IceEnds implements Agreement {
    private final Endpoints endpoints;
    private WebRtcEndpoint ours;
    private WebRtcTransport peer;

    IceEnds(WebRtcEndpoint ours, WebRtcTransport peer, Endpoints endpoints) {
        this.ours = ours;
        this.peer = peer;
        this.endpoints = endpoints;
    }

    @Override
    public final IceLite ice() {
        return new IceLite(ours.transport().ufrag(), ours.transport().password(), peer.ufrag());
    }

    @Override
    public final WebRtcEndpoint ours() {
        return ours;
    }

    @Override
    public final WebRtcTransport peer() {
        return peer;
    }

    @Override
    public final String cname() {
        return ours.cname();
    }

    @Override
    public final IceLite restart(WebRtcFragment fragment) {
        peer = peer.restarted(fragment);
        ours = endpoints.restarted(ours);
        return ice();
    }
}
