/** RTP in: receiving sockets, reordering, the H.264 payload of RFC 6184, and RTCP (RFC 3550, RFC 4585, RFC 5104). A few threads serve all sessions; memory for each session is bounded whatever arrives. */
@NullMarked
package org.tombolo.media.rtp;

import org.jspecify.annotations.NullMarked;
