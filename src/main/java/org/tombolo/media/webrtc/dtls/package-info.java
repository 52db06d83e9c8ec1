/** DTLS 1.2 as WebRTC uses it (RFC 8827, RFC 5764): a self-signed certificate whose fingerprint signalling vouches for, and keys for SRTP. On Bouncy Castle, which is used nowhere else. */
@NullMarked
package org.tombolo.media.webrtc.dtls;

import org.jspecify.annotations.NullMarked;
