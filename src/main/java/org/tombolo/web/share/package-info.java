/** Live shares as pages and API clients see them: the list, one share, its end, and its progress as events. */
@NullMarked
package org.tombolo.web.share;

import org.jspecify.annotations.NullMarked;
