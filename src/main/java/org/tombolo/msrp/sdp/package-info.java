/** What SDP says of an MSRP session: the {@code m=message} line with its attributes (RFC 4975 8, RFC 6135, RFC 6714, RFC 8122) and the description of a file (RFC 5547). */
@NullMarked
package org.tombolo.msrp.sdp;

import org.jspecify.annotations.NullMarked;
