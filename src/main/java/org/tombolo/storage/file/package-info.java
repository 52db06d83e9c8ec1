/** The content store as a directory. */
@NullMarked
package org.tombolo.storage.file;

import org.jspecify.annotations.NullMarked;
