/** Content share: an IMS phone sends a picture or another file (GSMA IR.79, RFC 5547), and whoever has but a browser finds it in the gallery. */
@NullMarked
package org.tombolo.gateway.convergence.content;

import org.jspecify.annotations.NullMarked;
