package org.tombolo.presence.rules;

/** XML namespaces of the formats. */
final class Names {
    /** RFC 4745. */
    static final String POLICY = "urn:ietf:params:xml:ns:common-policy";
    /** RFC 5025. */
    static final String RULES = "urn:ietf:params:xml:ns:pres-rules";
    /** OMA XDM 1.1: conditions. */
    static final String OMA_POLICY = "urn:oma:xml:xdm:common-policy";
    /** OMA Presence SIMPLE 1.1: transformations. */
    static final String OMA_RULES = "urn:oma:xml:prs:pres-rules";
    /** OMA Presence SIMPLE 1.1: elements of presence documents. */
    static final String OMA_PRESENCE = "urn:oma:xml:prs:pidf:oma-pres";

    static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    static final String MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
    static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";

    private Names() {}
}
