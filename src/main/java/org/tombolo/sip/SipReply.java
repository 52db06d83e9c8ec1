package org.tombolo.sip;

import java.util.List;
import java.util.Optional;

/**
 * A response of ours.
 *
 * @param status 100 to 699
 * @param reason reason phrase, empty for the standard one
 * @param headers headers besides those the stack writes
 * @param body body, or none
 */
public record SipReply(int status, String reason, List<Header> headers, Optional<Body> body) {
    public SipReply {
        if (status < 100 || status > 699) {
            throw new IllegalArgumentException("a SIP status is 100 to 699, not " + status);
        }
    }

    /** A response with the status alone. */
    public static SipReply of(int status) {
        return new SipReply(status, "", List.of(), Optional.empty());
    }

    /**
     * A refusal that says why.
     *
     * @param warning words for a person; becomes {@code Warning: 399} (RFC 3261 20.43)
     */
    public static SipReply refusal(int status, String warning) {
        return of(status).with(Warning.miscellaneous(warning));
    }

    /** The same with one more header. */
    public SipReply with(Header header) {
        var more = new java.util.ArrayList<>(headers);
        more.add(header);
        return new SipReply(status, reason, List.copyOf(more), body);
    }

    /** The same with a body. */
    public SipReply with(Body newBody) {
        return new SipReply(status, reason, headers, Optional.of(newBody));
    }
}
