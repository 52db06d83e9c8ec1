/**
 * An MSRP endpoint (RFC 4975, RFC 4976, RFC 6135, RFC 6714). A few threads serve all sessions; memory for each is bounded
 * whatever arrives, and one that is congested holds up no other.
 */
@NullMarked
package org.tombolo.msrp;

import org.jspecify.annotations.NullMarked;
