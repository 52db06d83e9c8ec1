/** OMA's RESTful Network API for Third Party Call 1.0 over the same calls as click to dial, for clients that know that API. */
@NullMarked
package org.tombolo.web.oma;

import org.jspecify.annotations.NullMarked;
