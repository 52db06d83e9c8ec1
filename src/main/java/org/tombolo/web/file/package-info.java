/** Files that users of both networks send each other, over HTTP. */
@NullMarked
package org.tombolo.web.file;

import org.jspecify.annotations.NullMarked;
