/** Common Presence and Instant Messaging: the message format (RFC 3862), disposition notifications in it (RFC 5438) and the news that somebody writes (RFC 3994), as values with a reader and a writer. Used in pager mode and in MSRP sessions. */
@NullMarked
package org.tombolo.msrp.cpim;

import org.jspecify.annotations.NullMarked;
