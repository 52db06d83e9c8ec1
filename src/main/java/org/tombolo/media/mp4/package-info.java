/** Fragmented MP4 (ISO/IEC 14496-12 8.8, with 14496-15 for H.264): an init segment from a track, then one {@code moof} and {@code mdat} for each frame, as Media Source Extensions take it. */
@NullMarked
package org.tombolo.media.mp4;

import org.jspecify.annotations.NullMarked;
