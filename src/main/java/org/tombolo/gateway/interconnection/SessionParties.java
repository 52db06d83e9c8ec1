package org.tombolo.gateway.interconnection;

import org.tombolo.identity.Jid;

/**
 * Who talks in a session.
 *
 * @param xmpp the XMPP user, with the device that she writes from as far as that is known
 * @param ims the IMS user as XMPP sees her
 * @param xmppUri the XMPP user as IMS sees her
 * @param imsUri the IMS user
 * @param thread by which the XMPP side knows the session
 */
public record SessionParties(Jid xmpp, Jid ims, String xmppUri, String imsUri, String thread) {

    /** The same with another device of the XMPP user. */
    SessionParties with(Jid device) {
        return new SessionParties(device, ims, xmppUri, imsUri, thread);
    }

    /** The same with another address of the IMS user. */
    public SessionParties as(Jid address) {
        return new SessionParties(xmpp, address, xmppUri, imsUri, thread);
    }

    /** The same in a thread. */
    SessionParties inThread(String name) {
        return new SessionParties(xmpp, ims, xmppUri, imsUri, name);
    }

    /** Whether the IMS user does not want to be known (RFC 3323): {@link Admission} has her address made up. */
    boolean isAnonymous() {
        return ims.local().equals(Admission.ANONYMOUS) && ims.resource().equals(thread);
    }

    /** What chats between the two are found by. */
    String pair() {
        return pair(xmpp, ims);
    }

    static String pair(Jid xmpp, Jid ims) {
        return xmpp.bare().text() + " " + ims.bare().text();
    }
}
