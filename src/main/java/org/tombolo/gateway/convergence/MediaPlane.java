package org.tombolo.gateway.convergence;

import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.webrtc.WebRtcServer;

/**
 * What the media of all shares runs on.
 *
 * @param receiver takes the phones' RTP
 * @param webrtc serves those who watch by WebRTC
 */
public record MediaPlane(RtpReceiver receiver, WebRtcServer webrtc) {}
