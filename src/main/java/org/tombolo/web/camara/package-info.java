/** CAMARA Click to Dial 0.1.0 and 0.2.0-rc.1 over the interaction gateway. What that API lacks is in {@link org.tombolo.web.calls}. */
@NullMarked
package org.tombolo.web.camara;

import org.jspecify.annotations.NullMarked;
