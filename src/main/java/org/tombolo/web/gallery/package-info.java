/** The gallery over HTTP: what a portal user keeps, to look at, to save and to add to. */
@NullMarked
package org.tombolo.web.gallery;

import org.jspecify.annotations.NullMarked;
