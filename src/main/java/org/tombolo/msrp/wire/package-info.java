/** What MSRP looks like on a connection: URIs, header values, and frames read and written piece by piece (RFC 4975, RFC 4976). */
@NullMarked
package org.tombolo.msrp.wire;

import org.jspecify.annotations.NullMarked;
