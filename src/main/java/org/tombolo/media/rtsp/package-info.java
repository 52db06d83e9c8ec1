/** Serves live shares to players by RTSP 1.0 (RFC 2326): RTP over UDP, or interleaved with the requests over TCP. The packets are the phone's own, from a {@code Relay}. */
@NullMarked
package org.tombolo.media.rtsp;

import org.jspecify.annotations.NullMarked;
