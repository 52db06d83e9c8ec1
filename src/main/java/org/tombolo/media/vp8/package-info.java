/** What we read inside VP8 (RFC 6386): whether a frame is a key frame, and its size. No decoding. */
@NullMarked
package org.tombolo.media.vp8;

import org.jspecify.annotations.NullMarked;
