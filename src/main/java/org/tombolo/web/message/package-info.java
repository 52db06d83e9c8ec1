/** {@code /api/v1/messages}: what became of messages between the phone network and XMPP, for those who wrote or got them. */
@NullMarked
package org.tombolo.web.message;

import org.jspecify.annotations.NullMarked;
