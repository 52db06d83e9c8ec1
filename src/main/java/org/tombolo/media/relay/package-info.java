/** A phone's own RTP packets on their way to all who take RTP, by WebRTC or RTSP: with a source, numbers and times of ours, the newest kept once for all. */
@NullMarked
package org.tombolo.media.relay;

import org.jspecify.annotations.NullMarked;
