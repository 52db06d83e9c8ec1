package org.tombolo.media.rtsp;

import org.tombolo.media.relay.Relay;

/**
 * One stream of a share.
 *
 * @param relay its packets
 * @param type {@code video} or {@code audio}
 * @param payloadType 0 to 127
 * @param encoding as {@code a=rtpmap} has it, such as {@code H264/90000}
 * @param parameters as {@code a=fmtp} has them, empty when there are none
 */
public record RtspMedia(Relay relay, String type, int payloadType, String encoding, String parameters) {
    boolean isVideo() {
        return type.equals("video");
    }
}
