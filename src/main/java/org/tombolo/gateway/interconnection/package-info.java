/**
 * Interconnection: SIP messages to XMPP users and back, mapped directly, one class for each RFC (7247 addresses and errors, 7572 pager-mode messages,
 * 7573 chats by MSRP).
 * What was answered 2xx and could not be passed on yet waits in the {@link org.tombolo.gateway.interconnection.Outbox}.
 */
@NullMarked
package org.tombolo.gateway.interconnection;

import org.jspecify.annotations.NullMarked;
