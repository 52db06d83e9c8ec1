/**
 * WebRTC towards browsers: ICE-lite (RFC 8445 2.5), DTLS-SRTP (RFC 5764), and the relay of a phone's RTP to any number of viewers, all on
 * one UDP port (RFC 7983). A {@code Relay} takes the packets once; {@code Forwarder} threads encrypt and send them for each viewer.
 */
@NullMarked
package org.tombolo.media.webrtc;

import org.jspecify.annotations.NullMarked;
