/** XMPP in our words: stanzas as values and the link to the server. The child {@code component} implements the link by XEP-0114. */
@NullMarked
package org.tombolo.xmpp;

import org.jspecify.annotations.NullMarked;
