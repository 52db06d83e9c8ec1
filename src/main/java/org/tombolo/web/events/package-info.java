/** Server-sent events (HTML Living Standard 9.2) to pages: bounded streams with a heartbeat, that a slow or vanished client cannot block. */
@NullMarked
package org.tombolo.web.events;

import org.jspecify.annotations.NullMarked;
