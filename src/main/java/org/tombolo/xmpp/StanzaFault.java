package org.tombolo.xmpp;

/** Why a stanza got no further than the stream. */
public enum StanzaFault {
    /** It could not be read; its sender was answered bad-request (RFC 6120 8.3.3.1) where an answer could be. */
    UNPARSABLE,
    /** It is for a domain that the stream is not for, in whose name nothing can be answered. */
    ELSEWHERE,
    /** It has no address of a sender or recipient. */
    NO_ADDRESS
}
