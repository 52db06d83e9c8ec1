/** Calls by our own API, beyond CAMARA: lists, legs and transfers, announcements, keys and recordings, plans, call records; events as a stream and as a history, and how they reached their sinks. Errors are problem details (RFC 9457). */
@NullMarked
package org.tombolo.web.calls;

import org.jspecify.annotations.NullMarked;
