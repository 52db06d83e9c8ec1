/** What a portal user's pages hear of her calls with phones. */
@NullMarked
package org.tombolo.web.page;

import org.jspecify.annotations.NullMarked;
