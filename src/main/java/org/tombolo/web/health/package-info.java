/** Whether we run, whether we are ready, and how the things we depend on are; and the metrics. Open to everybody who reaches the port. */
@NullMarked
package org.tombolo.web.health;

import org.jspecify.annotations.NullMarked;
