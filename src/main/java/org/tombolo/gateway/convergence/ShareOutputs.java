package org.tombolo.gateway.convergence;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.rtsp.RtspSource;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.media.webrtc.WebRtcListener;
import org.tombolo.media.webrtc.WebRtcResult;

/** What viewers take of a share while it lives, each way that there is; who comes and goes is in the trace. For all threads. */
final class ShareOutputs {
    private final ShareMedia media;
    private final ShareTrace trace;

    ShareOutputs(ShareMedia media, ShareTrace trace) {
        this.media = media;
        this.trace = trace;
    }

    /** The share by HLS, which outlives it. */
    HlsStream hls() {
        return media.hls();
    }

    /** The share for players by RTSP. */
    Optional<RtspSource> rtsp() {
        return media.rtsp(new RtspSource.PlayerEvents() {
            @Override
            public void playing(String how) {
                trace.viewer("watches by RTSP", how);
            }

            @Override
            public void ended(String summary) {
                trace.viewer("watches by RTSP no more", summary);
            }
        });
    }

    /** Somebody wants to watch. */
    OnDemand.Answer want() {
        return media.transcoding().want();
    }

    /** The newest key frame as a JPEG. */
    Optional<CompletableFuture<byte[]>> poster() {
        return media.transcoding().poster();
    }

    /** The newest key frame. */
    Optional<byte[]> still() {
        return media.live().still();
    }

    /** Joins as a viewer. */
    Optional<Viewer> watch() {
        return media.live().join();
    }

    /** Joins by WebRTC. */
    Optional<WebRtcResult> watch(String offer) {
        return media.webrtc().join(offer, new WebRtcListener() {
            @Override
            public void connected(String how) {
                trace.viewer("watches by WebRTC", how);
            }

            @Override
            public void ended(String id, String why, String summary) {
                trace.viewer("watches no more: " + why, summary);
            }
        });
    }

    /** A viewer by WebRTC. */
    Optional<WebRtcConnection> viewer(String connection) {
        return media.webrtc().find(connection);
    }
}
