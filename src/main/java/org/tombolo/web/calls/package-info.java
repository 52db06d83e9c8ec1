/** Calls by our own API, beyond CAMARA: lists, events as a stream and as a history, how events reached their sinks. Errors are problem details (RFC 9457). */
@NullMarked
package org.tombolo.web.calls;

import org.jspecify.annotations.NullMarked;
