/** Formatted text from outside, made safe: only what XHTML-IM (XEP-0071) recommends passes. The child {@code jsoup} does it with jsoup's parser. */
@NullMarked
package org.tombolo.html;

import org.jspecify.annotations.NullMarked;
