package org.tombolo.registrar;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digest authentication (RFC 2617 3.2; RFC 3261 22.4 uses it for SIP) with nonces that need no memory: time and its HMAC. */
public final class Digest {
    private static final Duration NONCE_LIFE = Duration.ofMinutes(5);
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))");

    private final String realm;
    private final Function<String, Optional<String>> passwords;
    private final SecretKeySpec key;
    private final Clock clock;

    /**
     * @param passwords the password of a user name
     * @param secret key of the nonces, at least 16 random bytes
     */
    Digest(String realm, Function<String, Optional<String>> passwords, byte[] secret, Clock clock) {
        this.realm = realm;
        this.passwords = passwords;
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.clock = clock;
    }

    /** What became of the credentials. */
    public sealed interface Result {
        /** They are this user's. */
        record Good(String username) implements Result {}

        /** There are none, or the nonce is too old: ask (again). */
        record Ask(String challenge) implements Result {}

        /** They are wrong. */
        record Wrong() implements Result {}
    }

    /** @param authorization value of the Authorization header, empty when there is none */
    public Result check(String method, String authorization) {
        Map<String, String> given = parameters(authorization);
        if (!authorization.regionMatches(true, 0, "Digest ", 0, 7)
                || given.getOrDefault("response", "").isEmpty()) {
            return new Result.Ask(challenge(false));
        }
        String username = given.getOrDefault("username", "");
        Optional<String> password = passwords.apply(username);
        if (password.isEmpty()
                || !matches(expected(method, given, password.get()), given.getOrDefault("response", ""))) {
            return new Result.Wrong();
        }
        return fresh(given.getOrDefault("nonce", "")) ? new Result.Good(username) : new Result.Ask(challenge(true));
    }

    private String challenge(boolean stale) {
        return "Digest realm=\"" + realm + "\", nonce=\""
                + nonce(clock.instant().getEpochSecond()) + "\", algorithm=MD5, qop=\"auth\""
                + (stale ? ", stale=true" : "");
    }

    // RFC 2617 3.2.2.1
    private String expected(String method, Map<String, String> given, String password) {
        String ha1 = md5(given.get("username") + ":" + realm + ":" + password);
        String ha2 = md5(method + ":" + given.getOrDefault("uri", ""));
        String nonce = given.getOrDefault("nonce", "");
        if (!given.getOrDefault("qop", "").equals("auth")) {
            return md5(ha1 + ":" + nonce + ":" + ha2);
        }
        return md5(ha1 + ":" + nonce + ":" + given.getOrDefault("nc", "") + ":" + given.getOrDefault("cnonce", "")
                + ":auth:" + ha2);
    }

    private boolean fresh(String nonce) {
        String[] parts = nonce.split("-", 2);
        if (parts.length != 2 || !parts[0].matches("[0-9a-f]{1,12}")) {
            return false;
        }
        long made = Long.parseLong(parts[0], 16);
        Instant now = clock.instant();
        return matches(nonce(made), nonce)
                && !Instant.ofEpochSecond(made).plus(NONCE_LIFE).isBefore(now);
    }

    private String nonce(long seconds) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            String time = Long.toHexString(seconds);
            byte[] tag = mac.doFinal(time.getBytes(StandardCharsets.US_ASCII));
            return time + "-" + HexFormat.of().formatHex(tag, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static Map<String, String> parameters(String authorization) {
        Map<String, String> found = new HashMap<>();
        Matcher each = PARAMETER.matcher(authorization);
        while (each.find()) {
            String value = each.group(2) == null ? each.group(3) : each.group(2);
            found.put(each.group(1).toLowerCase(Locale.ROOT), value);
        }
        return found;
    }
}
