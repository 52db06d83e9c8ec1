/** Small pictures by Java's own image codecs ({@code javax.imageio}). */
@NullMarked
package org.tombolo.storage.imageio;

import org.jspecify.annotations.NullMarked;
