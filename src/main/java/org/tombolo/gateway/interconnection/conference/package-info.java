/** Conferences: XMPP users in chat rooms of the IMS (RFC 7701), which are rooms (XEP-0045) to them, as RFC 7702 5 joins the two. */
@NullMarked
package org.tombolo.gateway.interconnection.conference;

import org.jspecify.annotations.NullMarked;
