/** The one pivot of media: a {@code MediaStream} carries the {@code Frame}s of one {@code Track} from where they come in to wherever they go out. Its children speak the formats: SDP, RTP, H.264, MP4. */
@NullMarked
package org.tombolo.media;

import org.jspecify.annotations.NullMarked;
