package org.tombolo.gateway.convergence;

import java.security.SecureRandom;
import java.util.Optional;
import org.tombolo.media.hls.RewindMemory;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.webrtc.WebRtcServer;

/**
 * What the media of all shares runs on.
 *
 * @param receiver takes the phones' RTP
 * @param webrtc serves those who watch by WebRTC
 * @param rewind bounds what is kept of them
 * @param rtmp where each share is pushed to, when it is anywhere
 * @param transcoder for what browsers do not play as it is
 * @param random of keys
 * @param recorder writes down those that are kept
 */
public record MediaPlane(
        RtpReceiver receiver,
        WebRtcServer webrtc,
        RewindMemory rewind,
        Optional<RtmpServer> rtmp,
        Transcoder transcoder,
        SecureRandom random,
        Recorder recorder) {}
