package org.tombolo.gateway.convergence.browser;

import org.tombolo.media.webrtc.WebRtcConnection;

/** What became of a page's offer. */
public sealed interface CallResult {

    /**
     * It was taken.
     *
     * @param id of the call
     * @param connection to the page
     * @param answer SDP
     */
    record Accepted(String id, WebRtcConnection connection, String answer) implements CallResult {}

    /**
     * It was not.
     *
     * @param words for whoever made the offer
     */
    record Refused(Reason reason, String words) implements CallResult {}

    /** Why an offer is refused. */
    enum Reason {
        /** No description, or none of WebRTC. */
        MALFORMED,
        /** Nothing in it that a phone would take. */
        INCOMPATIBLE,
        /** There is nobody of this address, or no such call. */
        NOBODY,
        /** The user may not. */
        FORBIDDEN,
        /** She is in a call, or another page has answered. */
        BUSY,
        /** The call is over. */
        OVER,
        /** There are too many calls. */
        FULL
    }
}
