package org.tombolo.gateway.interconnection.conference;

import org.tombolo.identity.Jid;

/**
 * An XMPP user in a conference, or on her way to one.
 *
 * @param jid her device
 * @param uri as the conference sees her
 * @param room the conference as XMPP sees it, without a resource
 * @param focus URI of the conference
 */
record Visitor(Jid jid, String uri, Jid room, String focus) {

    /** Somebody in the room, as XMPP sees her. */
    Jid occupant(String nickname) {
        return new Jid(room.local(), room.domain(), nickname);
    }
}
