/** Sign-in to the portal: who has signed in, until when, and how often somebody may try. The codes by which a TV is let in (after RFC 8628). All of it lives in memory and is gone after a restart. */
@NullMarked
package org.tombolo.web.session;

import org.jspecify.annotations.NullMarked;
