package org.tombolo.web.button;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes a call cost a page some work: it looks for a number whose SHA-256 together with a challenge begins with so many zero
 * bits. A challenge is good for five minutes, for one key and once; we keep nothing of it until it is used.
 */
final class ProofOfWork {
    /** Some tens of thousands of hashes: well under a second in a browser. */
    static final int BITS = 14;

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int MOST_USED = 100_000;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;
    private final RandomGenerator random;
    private final Clock clock;
    private final Cache<String, Boolean> used = Caffeine.newBuilder()
            .maximumSize(MOST_USED)
            .expireAfterWrite(LIFETIME)
            .executor(Runnable::run)
            .build();

    /** @param random a secure one */
    ProofOfWork(RandomGenerator random, Clock clock) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.secret = new SecretKeySpec(bytes, ALGORITHM);
        this.random = random;
        this.clock = clock;
    }

    String challenge(String key) {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        String open = clock.instant().plus(LIFETIME).getEpochSecond() + "." + encoded(nonce);
        return open + "." + encoded(mac(key + "." + open));
    }

    /** Whether the work was done; a challenge passes once. */
    boolean done(String key, String challenge, String solution) {
        int dot = challenge.lastIndexOf('.');
        if (dot < 0 || challenge.length() > 200 || !solution.matches("\\d{1,12}")) {
            return false;
        }
        String open = challenge.substring(0, dot);
        byte[] claimed = challenge.substring(dot + 1).getBytes(StandardCharsets.US_ASCII);
        boolean ours =
                MessageDigest.isEqual(encoded(mac(key + "." + open)).getBytes(StandardCharsets.US_ASCII), claimed);
        return ours
                && clock.instant().getEpochSecond() < Long.parseLong(open.split("\\.")[0])
                && zeros(challenge + ":" + solution) >= BITS
                && used.asMap().putIfAbsent(challenge, true) == null;
    }

    private static int zeros(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Integer.numberOfLeadingZeros(
                    (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | hash[3] & 0xff);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
