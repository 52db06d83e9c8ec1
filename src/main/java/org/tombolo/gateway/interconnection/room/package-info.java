/** Rooms: IMS users by MSRP (RFC 7701) among the occupants of XMPP rooms (XEP-0045), as RFC 7702 joins the two. */
@NullMarked
package org.tombolo.gateway.interconnection.room;

import org.jspecify.annotations.NullMarked;
