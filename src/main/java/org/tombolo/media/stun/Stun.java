package org.tombolo.media.stun;

/** Numbers of STUN (RFC 8489 18) and of its use by ICE (RFC 8445 20). */
public final class Stun {
    public static final int BINDING_REQUEST = 0x0001;
    public static final int BINDING_INDICATION = 0x0011;
    public static final int BINDING_SUCCESS = 0x0101;
    public static final int BINDING_ERROR = 0x0111;

    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int UNKNOWN_ATTRIBUTES = 0x000A;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int PRIORITY = 0x0024;
    public static final int USE_CANDIDATE = 0x0025;
    public static final int FINGERPRINT = 0x8028;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802A;

    /** Attributes from here on may be ignored when they are not known (RFC 8489 14). */
    static final int OPTIONAL = 0x8000;

    static final int HEADER = 20;
    static final int MAGIC_COOKIE = 0x2112A442;
    static final int TRANSACTION = 12;
    /** HMAC-SHA1 (RFC 8489 14.5). */
    static final int INTEGRITY = 20;

    static final int FINGERPRINT_XOR = 0x5354554E;

    private Stun() {}
}
