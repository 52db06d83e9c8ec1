/** The composition root: builds the object graph by hand when the container starts the application, and closes it in reverse order. Nothing depends on this package. */
@NullMarked
package org.tombolo.app;

import org.jspecify.annotations.NullMarked;
