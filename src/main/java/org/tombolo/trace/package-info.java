/** The timeline of each session: what happened on which protocol, when, between whom. The portal draws it as a ladder; the session id is also in every log line (MDC key {@code session}). */
@NullMarked
package org.tombolo.trace;

import org.jspecify.annotations.NullMarked;
