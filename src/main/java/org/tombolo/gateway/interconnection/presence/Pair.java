package org.tombolo.gateway.interconnection.presence;

import org.tombolo.identity.Jid;

/**
 * A user of IMS and a user of XMPP, of whom one watches the other.
 *
 * @param uri the IMS user as IMS knows her
 * @param ims the same user as XMPP sees her, bare
 * @param xmpp the XMPP user, bare
 */
record Pair(String uri, Jid ims, Jid xmpp) {}
