package org.tombolo.media.sdp;

/**
 * The H.264 stream that we accept.
 *
 * @param line where it stands
 * @param format the payload type chosen
 * @param pictureLoss whether the offerer takes PLI (RFC 4585)
 * @param fullIntra whether it takes FIR (RFC 5104)
 */
public record VideoStream(StreamLine line, H264Format format, boolean pictureLoss, boolean fullIntra) {

    MediaDescription answer(MediaDescription offered, int port) {
        int type = format.payloadType();
        MediaDescription answer = line.answer(offered, port, type).with(new RtpMap(type, "H264", 90_000).attribute());
        answer = format.answer().map(answer::with).orElse(answer);
        if (pictureLoss) {
            answer = answer.with(new Attribute("rtcp-fb", type + " nack pli"));
        }
        return fullIntra ? answer.with(new Attribute("rtcp-fb", type + " ccm fir")) : answer;
    }
}
