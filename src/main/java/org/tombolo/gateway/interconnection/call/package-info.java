/**
 * Calls between IMS phones and XMPP users: SIP and SDP on one side (RFC 3261, RFC 3264), Jingle (XEP-0166, XEP-0167, XEP-0176,
 * XEP-0320, XEP-0353) on the other, after draft-ietf-stox-media-07. Media pass through us, plain RTP to the phone and DTLS-SRTP
 * to the XMPP user; no codec is changed.
 */
@NullMarked
package org.tombolo.gateway.interconnection.call;

import org.jspecify.annotations.NullMarked;
