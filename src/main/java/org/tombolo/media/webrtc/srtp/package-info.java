/** SRTP and SRTCP of one WebRTC session (RFC 3711, RFC 7714) on jitsi-srtp, which is used nowhere else; its ciphers are the platform's own. */
@NullMarked
package org.tombolo.media.webrtc.srtp;

import org.jspecify.annotations.NullMarked;
