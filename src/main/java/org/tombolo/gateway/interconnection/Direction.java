package org.tombolo.gateway.interconnection;

/** Which way a message goes. */
public enum Direction {
    SIP_TO_XMPP,
    XMPP_TO_SIP
}
