package org.tombolo.presence.rules;

/** XML namespaces of rules, and of what they name. */
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

    private Names() {}
}
