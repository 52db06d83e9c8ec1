/** The content store: octets that outlive the session that brought them, with what is known of them, until they expire. */
@NullMarked
package org.tombolo.storage;

import org.jspecify.annotations.NullMarked;
