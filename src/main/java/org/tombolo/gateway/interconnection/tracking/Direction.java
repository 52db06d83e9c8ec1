package org.tombolo.gateway.interconnection.tracking;

/** Which way a message goes. */
public enum Direction {
    SIP_TO_XMPP,
    XMPP_TO_SIP
}
