package org.tombolo.presence;

/** XML namespaces of the formats. */
public final class Namespaces {
    /** RFC 3863. */
    public static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    /** RFC 4479. */
    public static final String MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
    /** RFC 4480. */
    public static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";
    /** RFC 4482. */
    static final String CIPID = "urn:ietf:params:xml:ns:pidf:cipid";
    /** RFC 8048 6.2: show stands in a PIDF status as XMPP has it. */
    static final String JABBER = "jabber:client";

    private Namespaces() {}
}
