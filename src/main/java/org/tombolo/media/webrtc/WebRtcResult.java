package org.tombolo.media.webrtc;

/** What became of an offer. */
public sealed interface WebRtcResult {

    /**
     * It was taken.
     *
     * @param answer SDP
     */
    record Accepted(WebRtcConnection connection, String answer) implements WebRtcResult {}

    /**
     * It was not.
     *
     * @param words for whoever made the offer
     */
    record Refused(Reason reason, String words) implements WebRtcResult {}

    /** Why an offer is refused. */
    enum Reason {
        /** No description, or none of WebRTC. */
        MALFORMED,
        /** The browser cannot show this stream. */
        NOTHING_IN_COMMON,
        /** There are too many viewers already. */
        FULL
    }
}
