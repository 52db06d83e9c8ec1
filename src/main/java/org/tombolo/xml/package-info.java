/** XML 1.0 from outside as a tree of values, and back: read by StAX of the JDK without document type, entities or anything external, and bounded in depth and size. */
@NullMarked
package org.tombolo.xml;

import org.jspecify.annotations.NullMarked;
