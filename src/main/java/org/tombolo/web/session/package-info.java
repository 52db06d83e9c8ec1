/** Sign-in to the portal: who has signed in, until when, and how often somebody may try. Sessions live in memory and are gone after a restart. */
@NullMarked
package org.tombolo.web.session;

import org.jspecify.annotations.NullMarked;
