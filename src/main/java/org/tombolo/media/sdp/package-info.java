/** Session descriptions (RFC 8866) as values, read leniently within limits, and the answers we give to offers (RFC 3264). */
@NullMarked
package org.tombolo.media.sdp;

import org.jspecify.annotations.NullMarked;
