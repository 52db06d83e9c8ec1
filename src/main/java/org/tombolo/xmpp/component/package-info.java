/**
 * The link to the XMPP server as an external component (XEP-0114), and the only user of Smack: its stanzas and parsers, not its
 * connections. Answers what every XMPP entity must answer: pings (XEP-0199), service discovery (XEP-0030), unknown requests (RFC 6120 8.4).
 */
@NullMarked
package org.tombolo.xmpp.component;

import org.jspecify.annotations.NullMarked;
