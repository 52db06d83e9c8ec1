/** What we read inside H.264 (ITU-T H.264): NAL unit types, and of parameter sets their ids and the picture's size. No decoding. */
@NullMarked
package org.tombolo.media.h264;

import org.jspecify.annotations.NullMarked;
