package org.tombolo.web.chat;

/**
 * Somebody whom a portal user can write to.
 *
 * @param address XMPP address
 * @param name what to call her
 * @param kind where messages reach her
 * @param ims her IMS identity, empty when none is known
 */
record Contact(String address, String name, Kind kind, String ims) {
    /** Where somebody reads messages. */
    enum Kind {
        /** In this portal. */
        WEB,
        /** On a phone, through the gateway. */
        PHONE,
        /** With an XMPP client. */
        XMPP
    }
}
