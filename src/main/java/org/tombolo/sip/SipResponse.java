package org.tombolo.sip;

import java.util.Optional;

/**
 * A final response to a request of ours.
 *
 * @param status 200 to 699
 * @param reason reason phrase
 * @param warning text of the Warning header, empty when there is none
 * @param contact URI of the first Contact, empty when there is none
 * @param focus whether that Contact is a conference's focus (RFC 4579 4)
 * @param body body, or none
 */
public record SipResponse(
        int status, String reason, String warning, String contact, boolean focus, Optional<Body> body) {

    /** One that is of no focus. */
    public SipResponse(int status, String reason, String warning, String contact, Optional<Body> body) {
        this(status, reason, warning, contact, false, body);
    }

    /** Whether the status is 2xx. */
    public boolean ok() {
        return status / 100 == 2;
    }
}
