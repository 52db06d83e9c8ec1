package org.tombolo.sip;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests that we start. */
public interface SipCalls {

    /**
     * Sends a request outside of a dialog, towards the IMS domain over the configured outbound proxy.
     *
     * @param method such as {@code MESSAGE}
     * @param from URI of From, and asserted where the peer is trusted
     * @param to Request-URI and To
     * @param done gets the final response, 408 when none came and 503 when the transport failed; called once, on the session's executor
     */
    void send(
            ConvergedSession session,
            String method,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> body,
            Consumer<SipResponse> done);

    /**
     * Sends an INVITE.
     *
     * @param from URI of From, and asserted where the peer is trusted; not shown in From when the headers ask for privacy
     *     of the identity (RFC 3323, RFC 3325 9.3)
     * @param offer SDP, or none for an offerless INVITE
     */
    Leg invite(
            ConvergedSession session,
            String from,
            String to,
            List<Header> headers,
            Optional<Body> offer,
            LegListener listener);
}
