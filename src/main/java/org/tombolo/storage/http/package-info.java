/** Files of others over HTTP. */
@NullMarked
package org.tombolo.storage.http;

import org.jspecify.annotations.NullMarked;
