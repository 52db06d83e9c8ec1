/** What we read inside H.263 (ITU-T H.263): where a picture starts, its kind and its size. No decoding. */
@NullMarked
package org.tombolo.media.h263;

import org.jspecify.annotations.NullMarked;
