/** CAMARA Click to Dial 0.2.0-rc.1 over the interaction gateway, and what that API lacks: a list of calls and their events as a stream, under our own path. */
@NullMarked
package org.tombolo.web.camara;

import org.jspecify.annotations.NullMarked;
