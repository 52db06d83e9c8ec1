package org.tombolo.media.rtp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What was agreed for one RTP stream that we receive.
 *
 * @param payloadType 0 to 127
 * @param events payload type of telephone-event beside it (RFC 4733), when there is one
 * @param clockRate ticks a second
 * @param peer address and port of the other party in its SDP; RTP is taken from that address alone
 * @param peerRtcp where its RTCP is received
 * @param mux whether RTP and RTCP share a port (RFC 5761)
 * @param feedback how a key frame may be asked for
 * @param silence how long nothing may come before the listener is told
 * @param protection what opens the peer's packets and protects ours, when the stream is SRTP
 */
public record RtpParameters(
        int payloadType,
        OptionalInt events,
        int clockRate,
        InetSocketAddress peer,
        InetSocketAddress peerRtcp,
        boolean mux,
        Set<Feedback> feedback,
        Duration silence,
        Optional<RtpProtection> protection) {

    /** Key frame requests over RTCP. */
    public enum Feedback {
        /** Picture loss indication (RFC 4585 6.3.1). */
        PLI,
        /** Full intra request (RFC 5104 4.3.1). */
        FIR
    }

    /** Of a stream of one format, in the clear. */
    public RtpParameters(
            int payloadType,
            int clockRate,
            InetSocketAddress peer,
            InetSocketAddress peerRtcp,
            boolean mux,
            Set<Feedback> feedback,
            Duration silence) {
        this(payloadType, OptionalInt.empty(), clockRate, peer, peerRtcp, mux, feedback, silence, Optional.empty());
    }

    /** Whether packets of that payload type are of the stream. */
    boolean takes(int type) {
        return type == payloadType || (events.isPresent() && type == events.getAsInt());
    }
}
