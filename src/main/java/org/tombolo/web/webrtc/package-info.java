/**
 * CAMARA's WebRTC APIs of r2.2 (registration 0.3, call handling 0.3, events 0.2) over the calls of browsers with phones, and a stream
 * of the same events for pages.
 */
@NullMarked
package org.tombolo.web.webrtc;

import org.jspecify.annotations.NullMarked;
