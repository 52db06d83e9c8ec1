package org.tombolo.jingle;

import java.util.List;

/** The namespaces of Jingle, as far as we speak it. */
public final class Namespaces {
    public static final String JINGLE = "urn:xmpp:jingle:1";
    public static final String ERRORS = "urn:xmpp:jingle:errors:1";
    public static final String RTP = "urn:xmpp:jingle:apps:rtp:1";
    public static final String RTP_AUDIO = "urn:xmpp:jingle:apps:rtp:audio";
    public static final String RTP_INFO = "urn:xmpp:jingle:apps:rtp:info:1";
    public static final String ICE_UDP = "urn:xmpp:jingle:transports:ice-udp:1";
    public static final String RTCP_FEEDBACK = "urn:xmpp:jingle:apps:rtp:rtcp-fb:0";
    public static final String DTLS = "urn:xmpp:jingle:apps:dtls:0";
    public static final String GROUPING = "urn:xmpp:jingle:apps:grouping:0";
    public static final String MESSAGE = "urn:xmpp:jingle-message:0";

    /** What whoever can take our calls announces (XEP-0166 12, XEP-0167 10, XEP-0176 9, XEP-0320 5). */
    public static final List<String> NEEDED = List.of(JINGLE, RTP, RTP_AUDIO, ICE_UDP, DTLS);

    private Namespaces() {}
}
