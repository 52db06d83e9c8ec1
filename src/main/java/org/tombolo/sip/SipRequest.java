package org.tombolo.sip;

import java.util.List;
import java.util.Optional;
import org.tombolo.identity.SipAddress;

/** A request as it arrived; read-only. */
public interface SipRequest {
    String method();

    /** The Request-URI as it stands on the wire. */
    String requestUri();

    String callId();

    /** The URI in From, without brackets and tag. */
    String from();

    /** The URI in To, without brackets and tag. */
    String to();

    /** The first value of a header. */
    Optional<String> header(String name);

    /** All values of a header, in order. */
    List<String> headers(String name);

    /** The body, or none when its length is 0. */
    Optional<Body> body();

    /** Address and port the request came from, as {@code 127.0.0.4:5060}. */
    String source();

    /** Whether the peer that sent it is one whose word on identities we believe (RFC 3325 4). */
    boolean trusted();

    /** What the S-CSCF says of the session. */
    IscContext isc();

    /**
     * Who sent it, as far as we may believe it: P-Asserted-Identity from a trusted peer (RFC 3325), else the From of a
     * peer that standalone mode accepts.
     */
    Optional<SipAddress> sender();
}
