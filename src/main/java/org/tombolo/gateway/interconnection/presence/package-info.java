/**
 * Presence between IMS and XMPP (RFC 8048), one mapping class for each direction: {@link org.tombolo.gateway.interconnection.presence.PidfToXmpp} and
 * {@link org.tombolo.gateway.interconnection.presence.XmppToPidf}. XMPP users who watch IMS users hold subscriptions to IMS through us; IMS users who watch
 * XMPP users subscribe to us (RFC 3856).
 */
@NullMarked
package org.tombolo.gateway.interconnection.presence;

import org.jspecify.annotations.NullMarked;
