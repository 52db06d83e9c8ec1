/** What the chat page needs of us beside the XMPP server, which it reaches itself: a credential to sign in there, and finding people by number or name. */
@NullMarked
package org.tombolo.web.chat;

import org.jspecify.annotations.NullMarked;
