/** STUN messages (RFC 8489) as far as ICE's connectivity checks (RFC 8445 7) need them: short-term credentials, HMAC-SHA1, UDP. */
@NullMarked
package org.tombolo.media.stun;

import org.jspecify.annotations.NullMarked;
