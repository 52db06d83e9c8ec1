package org.tombolo.xmpp;

import org.tombolo.identity.Jid;
import org.tombolo.xml.XmlElement;

/**
 * A request (RFC 6120 8.2.3).
 *
 * @param set whether it changes something; it only asks otherwise
 * @param payload its one child
 */
public record XmppRequest(Jid from, Jid to, boolean set, XmlElement payload) {}
