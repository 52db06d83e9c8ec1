package org.tombolo.gateway.convergence;

import java.util.List;
import org.tombolo.media.VideoTrack;
import org.tombolo.media.sdp.CallDescription;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.H264Format;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.RtpMap;
import org.tombolo.media.sdp.VideoFormat;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** What we say that we can take, to phones that ask before they share (GSMA IR.74, IR.84: OPTIONS), and to those that leave the offer to us. */
final class Capabilities {
    private static final int MODE_1 = 96;
    private static final int MODE_0 = 97;
    private static final String PROFILE_LEVEL = "42e01f";
    private static final String PROFILE = "profile-level-id=" + PROFILE_LEVEL;
    private static final List<String> FEEDBACK = List.of("nack pli", "ccm fir");
    private static final List<Header> AROUND = List.of(
            new Header("Allow", "INVITE, ACK, CANCEL, BYE, UPDATE, PRACK, INFO, OPTIONS"),
            new Header("Supported", "100rel, timer, precondition"),
            new Header("Accept", Body.SDP));

    private Capabilities() {}

    /** The answer to OPTIONS: of the services asked for those that we have, or all of them. */
    static SipReply answer(SipRequest options, String host, long id) {
        SipReply reply = SipReply.of(200).with(Body.text(Body.SDP, none(host, id)));
        for (Header header : AROUND) {
            reply = reply.with(header);
        }
        List<VideoShare> asked = VideoShare.namedIn(options);
        for (VideoShare service : asked.isEmpty() ? List.of(VideoShare.values()) : asked) {
            reply = reply.with(service.contact());
        }
        return reply;
    }

    /** RFC 3264 9: with port 0, so that nobody takes it for an offer. */
    private static String none(String host, long id) {
        return offer(new CallDescription(host, id), 0);
    }

    /** What we offer first. */
    static VideoFormat format() {
        return new H264Format(new RtpMap(MODE_1, "H264", VideoTrack.CLOCK_RATE, 1), PROFILE_LEVEL, 1, List.of());
    }

    /** Our offer to a phone that made none: we only receive. */
    static String offer(CallDescription description, int port) {
        List<RtpFormat> formats = List.of(
                new RtpFormat(MODE_1, "H264", 90_000, 1, PROFILE + ";packetization-mode=1"),
                new RtpFormat(MODE_0, "H264", 90_000, 1, PROFILE));
        return description.offer(
                List.of(new CallDescription.Stream(0, "video", port, false, Direction.RECVONLY, FEEDBACK, formats)));
    }
}
