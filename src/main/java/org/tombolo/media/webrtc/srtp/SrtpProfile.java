package org.tombolo.media.webrtc.srtp;

import java.util.Arrays;
import java.util.Optional;
import org.jitsi.srtp.SrtpPolicy;

/** The protection profiles we take, the best first (RFC 8827 6.5 demands the second, RFC 7714 brings the first). */
public enum SrtpProfile {
    AEAD_AES_128_GCM(7, 12),
    AES_CM_128_HMAC_SHA1_80(1, 14);

    /** AES-128. */
    public static final int KEY = 16;

    private static final int GCM_TAG = 16;
    private static final int HMAC_KEY = 20;
    private static final int HMAC_TAG = 10;

    private final int number;
    private final int salt;

    SrtpProfile(int number, int salt) {
        this.number = number;
        this.salt = salt;
    }

    /** As {@code use_srtp} writes it (RFC 5764 4.1.2, RFC 7714 14.2). */
    public int number() {
        return number;
    }

    /** Octets of the master salt. */
    public int salt() {
        return salt;
    }

    public static Optional<SrtpProfile> of(int number) {
        return Arrays.stream(values()).filter(p -> p.number == number).findFirst();
    }

    SrtpPolicy policy() {
        SrtpPolicy policy = this == AEAD_AES_128_GCM
                ? new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, KEY, SrtpPolicy.NULL_AUTHENTICATION, 0, GCM_TAG, salt)
                : new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION, KEY, SrtpPolicy.HMACSHA1_AUTHENTICATION, HMAC_KEY, HMAC_TAG, salt);
        // A retransmission is the same packet once more, octet for octet.
        policy.setSendReplayEnabled(false);
        return policy;
    }
}
