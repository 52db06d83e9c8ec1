/** What outlives a restart. Each gateway names what it stores as a port of its own; the child {@code jdbc} keeps it in a relational database. */
@NullMarked
package org.tombolo.store;

import org.jspecify.annotations.NullMarked;
