/** Documents that tell who is in a conference (RFC 4575), with nicknames of RFC 6501. */
@NullMarked
package org.tombolo.conference;

import org.jspecify.annotations.NullMarked;
