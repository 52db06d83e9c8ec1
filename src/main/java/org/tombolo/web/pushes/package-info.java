/** Pushes over HTTP: content that clients and portal users send to IMS users, and the links by which phones fetch its files. */
@NullMarked
package org.tombolo.web.pushes;

import org.jspecify.annotations.NullMarked;
