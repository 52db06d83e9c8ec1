/** The gallery: what portal users keep of what was shared with them, and what they upload to share it. Its files are in the content store. */
@NullMarked
package org.tombolo.gallery;

import org.jspecify.annotations.NullMarked;
