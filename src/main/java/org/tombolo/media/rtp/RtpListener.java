package org.tombolo.media.rtp;

import java.net.InetSocketAddress;
import java.time.Duration;

/** What happens to an RTP session. Called on the receiver's threads, which must not be held up. */
public interface RtpListener {

    /** The first packet of a source came. */
    default void started(InetSocketAddress from, int ssrc) {}

    /** Nothing came for that long; told again each time it has passed again. */
    void silent(Duration time);

    /** The source said BYE over RTCP. */
    default void left() {}

    /**
     * The source told by a sender report which RTP timestamp belongs to which time of its own clock (RFC 3550 6.4.1).
     *
     * @param ntp seconds since 1900 in the upper half, 2^-32 of them in the lower
     */
    default void clock(long ntp, int timestamp) {}

    /** The other party asks for a key frame of what we send (RFC 4585 6.3.1, RFC 5104 4.3.1). */
    default void keyframeRequested() {}

    /** The other party tells how it receives what we send, by the numbers of the stream that is sent on. */
    default void received(RtcpFeedback.ReceptionReport report) {}

    /** A key frame is needed and RTCP cannot ask for it: signalling must. Not more often than once a second. */
    default void keyframeWanted() {}
}
