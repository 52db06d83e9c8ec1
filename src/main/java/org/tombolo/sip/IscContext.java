package org.tombolo.sip;

import java.util.Optional;

/**
 * What the ISC interface tells of a request (3GPP TS 24.229 5.7.1).
 *
 * @param sessionCase which side of the session we serve, or none when the request did not come over ISC
 * @param servedUser URI of P-Served-User (RFC 5502), empty when there is none
 * @param registered {@code regstate=reg}; true when nothing is said
 * @param continues whether a Route is left over: the S-CSCF's original-dialog token, to which the request can go on
 * @param application the {@code app} parameter of our own Route entry or Request-URI, by which the filter criteria name the gateway that serves; empty when there is none
 */
public record IscContext(
        Optional<SessionCase> sessionCase,
        String servedUser,
        boolean registered,
        boolean continues,
        String application) {

    /** Session case (TS 24.229 5.7.1.4): from P-Served-User's {@code sescase} or the Route's {@code orig}. */
    public enum SessionCase {
        ORIGINATING,
        TERMINATING
    }
}
