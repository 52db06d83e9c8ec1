/** HTTP Live Streaming (RFC 8216, with the low-latency parts of draft-pantos-hls-rfc8216bis): cuts a share's movie fragments into parts and segments, keeps them within bounds, and writes the playlists. Knows no HTTP. */
@NullMarked
package org.tombolo.media.hls;

import org.jspecify.annotations.NullMarked;
