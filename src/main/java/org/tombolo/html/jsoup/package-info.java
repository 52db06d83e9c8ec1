/** The sanitizer with jsoup's parser, and nothing else of jsoup: what is written is ours. */
@NullMarked
package org.tombolo.html.jsoup;

import org.jspecify.annotations.NullMarked;
