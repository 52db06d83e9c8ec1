package org.tombolo.media.stun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A short-term password (RFC 8489 9.1.1), ready to sign and to check. Not for several threads at once. */
public final class StunKey {
    private static final String ALGORITHM = "HmacSHA1";

    private final Mac mac;

    /**
     * @param password ICE's {@code ice-pwd}: 22 to 256 ASCII characters (RFC 8839 5.4)
     */
    public StunKey(String password) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.US_ASCII), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * The HMAC over a message's octets before its MESSAGE-INTEGRITY, with the length that the header has when the message
     * ends there (RFC 8489 14.5).
     */
    byte[] sign(byte[] message, int before) {
        ByteBuffer length = ByteBuffer.allocate(2).putShort((short) (before + 4 + Stun.INTEGRITY - Stun.HEADER));
        mac.update(message, 0, 2);
        mac.update(length.array());
        mac.update(message, 4, before - 4);
        return mac.doFinal();
    }
}
