/** The call button in pages of others: a publishable key that works from its own origins alone, proof of work, rate limits, and cross-origin answers (Fetch Standard, CORS protocol) for these paths only. */
@NullMarked
package org.tombolo.web.button;

import org.jspecify.annotations.NullMarked;
