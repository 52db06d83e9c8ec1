/** Formats of presence: documents (PIDF, RFC 3863, with persons and devices of RFC 4479 and rich presence of RFC 4480), watcher information (RFC 3858), authorisation rules (RFC 5025), lists (RFC 4662, RFC 4826). Plain values; what a reader does not know it keeps. */
@NullMarked
package org.tombolo.presence;

import org.jspecify.annotations.NullMarked;
