package org.tombolo.media.srtp;

import java.util.Arrays;
import java.util.Optional;
import org.jitsi.srtp.SrtpPolicy;

/** The protection profiles we take, the best first (RFC 8827 6.5 demands the second, RFC 7714 brings the first, phones with SDES have the third). */
public enum SrtpProfile {
    AEAD_AES_128_GCM(7, 12, 16),
    AES_CM_128_HMAC_SHA1_80(1, 14, 10),
    AES_CM_128_HMAC_SHA1_32(2, 14, 4);

    /** AES-128. */
    public static final int KEY = 16;

    private static final int HMAC_KEY = 20;
    private static final int CONTROL_TAG = 10;

    private final int number;
    private final int salt;
    private final int tag;

    SrtpProfile(int number, int salt, int tag) {
        this.number = number;
        this.salt = salt;
        this.tag = tag;
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
        return policy(tag);
    }

    /** RFC 4568 6.2.2, RFC 5764 4.1.2: SRTCP has the tag of 80 bits also where SRTP has the short one. */
    SrtpPolicy controlPolicy() {
        return policy(Math.max(tag, CONTROL_TAG));
    }

    private SrtpPolicy policy(int tagLength) {
        SrtpPolicy policy = this == AEAD_AES_128_GCM
                ? new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, KEY, SrtpPolicy.NULL_AUTHENTICATION, 0, tagLength, salt)
                : new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        KEY,
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        HMAC_KEY,
                        tagLength,
                        salt);
        // A retransmission is the same packet once more, octet for octet.
        policy.setSendReplayEnabled(false);
        return policy;
    }
}
