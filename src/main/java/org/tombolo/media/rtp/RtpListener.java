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

    /** A key frame is needed and RTCP cannot ask for it: signalling must. Not more often than once a second. */
    default void keyframeWanted() {}
}
