/**
 * The way back: calls between IMS phones and the portal's pages, SIP and plain RTP on one side (RFC 3261, RFC 3264; GSMA IR.84 for a
 * share), offer and answer over HTTP after WHIP (RFC 9725) and DTLS-SRTP on the other.
 */
@NullMarked
package org.tombolo.gateway.convergence.browser;

import org.jspecify.annotations.NullMarked;
