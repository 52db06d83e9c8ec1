package org.tombolo.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links that open one resource until a time, for players that cannot send headers. A link's {@code t} is its expiry and
 * the subject it was made for, with an HMAC (RFC 2104) over both and the resource. The key lives as long as the
 * process, as do the live resources that links are made for.
 */
public final class SignedLinks {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int MOST_CHARACTERS = 400;

    private final SecretKeySpec key;
    private final Clock clock;

    public SignedLinks(SecureRandom random, Clock clock) {
        byte[] bytes = new byte[MAC_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.clock = clock;
    }

    /**
     * The {@code t} parameter that opens a resource.
     *
     * @param subject for whom, at most 64 letters
     * @param resource path below the context path, such as {@code /media/ID/live}
     * @param expiry until when, in whole seconds
     */
    public String sign(String subject, String resource, Instant expiry) {
        byte[] name = subject.getBytes(StandardCharsets.UTF_8);
        byte[] claim = ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(expiry.getEpochSecond())
                .put(name)
                .array();
        byte[] token = ByteBuffer.allocate(claim.length + MAC_BYTES)
                .put(claim)
                .put(mac(claim, resource))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The subject of a {@code t} that opens this resource now, or empty when it does not. */
    public Optional<String> verify(String t, String resource) {
        return decode(t)
                .filter(bytes -> bytes.length > Long.BYTES + MAC_BYTES)
                .flatMap(bytes -> subject(bytes, resource));
    }

    private Optional<String> subject(byte[] token, String resource) {
        byte[] claim = java.util.Arrays.copyOf(token, token.length - MAC_BYTES);
        byte[] mac = java.util.Arrays.copyOfRange(token, claim.length, token.length);
        if (!MessageDigest.isEqual(mac, mac(claim, resource))) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(claim);
        boolean good = clock.instant().getEpochSecond() < fields.getLong();
        return good ? Optional.of(StandardCharsets.UTF_8.decode(fields).toString()) : Optional.empty();
    }

    private static Optional<byte[]> decode(String t) {
        try {
            return t.length() > MOST_CHARACTERS
                    ? Optional.empty()
                    : Optional.of(Base64.getUrlDecoder().decode(t));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The claim's length comes first, so that nothing can move from the claim into the resource. */
    private byte[] mac(byte[] claim, String resource) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(claim.length).array());
            mac.update(claim);
            return mac.doFinal(resource.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
