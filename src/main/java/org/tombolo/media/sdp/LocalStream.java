package org.tombolo.media.sdp;

import java.util.Optional;

/**
 * Our end of a stream that we receive.
 *
 * @param port even port of our RTP; 0 when there is none
 * @param key what protects our own RTCP, when the offer protects the stream
 */
public record LocalStream(int port, Optional<SdesKey> key) {
    /** None. */
    public static final LocalStream NONE = new LocalStream(0, Optional.empty());
}
