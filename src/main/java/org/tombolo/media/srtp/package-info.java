/** SRTP and SRTCP (RFC 3711, RFC 7714) of WebRTC sessions and of phones with SDES (RFC 4568), on jitsi-srtp, which is used nowhere else; its ciphers are the platform's own. */
@NullMarked
package org.tombolo.media.srtp;

import org.jspecify.annotations.NullMarked;
