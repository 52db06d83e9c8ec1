package org.tombolo.registrar;

/** What a phone says that it can do when it registers (RFC 3840, 3GPP TS 24.229 7.9.2). */
public enum Feature {
    /** Video in calls: {@code video} (RFC 3840 10), or Video Share (GSMA IR.74, IR.84). */
    VIDEO,
    /** Sessions of messages: {@code message} (RFC 3840 10), {@code +g.oma.sip-im} (OMA SIMPLE IM). */
    MESSAGES,
    /** Files as links (GSMA RCC.07, File Transfer via HTTP). */
    FILE_LINKS
}
