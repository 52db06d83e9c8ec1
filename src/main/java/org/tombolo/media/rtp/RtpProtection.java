package org.tombolo.media.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Opens what comes over a stream that is protected, and protects what we say of it (SRTP, RFC 3711). For one thread. */
public interface RtpProtection {

    /** An RTP packet in the clear, from 0 to its limit and valid until the next call; empty when it is forged, comes again or is from one source too many. */
    Optional<ByteBuffer> open(ByteBuffer packet);

    /** A compound RTCP packet in the clear, likewise. */
    Optional<ByteBuffer> openControl(ByteBuffer packet);

    /** A compound RTCP packet of ours protected, likewise; empty when it cannot be. */
    Optional<ByteBuffer> protectControl(ByteBuffer packet);
}
