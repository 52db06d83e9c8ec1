package org.tombolo.media.sdp;

import java.util.List;

/**
 * The video stream that we accept.
 *
 * @param line where it stands
 * @param format the payload type chosen
 * @param pictureLoss whether the offerer takes PLI (RFC 4585)
 * @param fullIntra whether it takes FIR (RFC 5104)
 */
public record VideoStream(StreamLine line, VideoFormat format, boolean pictureLoss, boolean fullIntra) {

    MediaDescription answer(MediaDescription offered, LocalStream ours) {
        int type = format.payloadType();
        MediaDescription answer = line.answer(offered, ours, List.of(format.map()));
        if (!format.answered().isEmpty()) {
            answer = answer.with(new Attribute("fmtp", type + " " + format.answered()));
        }
        if (pictureLoss) {
            answer = answer.with(new Attribute("rtcp-fb", type + " nack pli"));
        }
        return fullIntra ? answer.with(new Attribute("rtcp-fb", type + " ccm fir")) : answer;
    }
}
