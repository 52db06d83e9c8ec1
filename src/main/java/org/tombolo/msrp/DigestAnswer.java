package org.tombolo.msrp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our answer to a relay's challenge (RFC 4976 9.1: Digest of RFC 2617 with {@code qop=auth}; SHA-256 as RFC 7616 adds it).
 *
 * @param value of the Authorization header
 * @param proof what {@code rspauth} in Authentication-Info has to be when the relay knows the password too
 */
record DigestAnswer(String value, String proof) {
    private static final Pattern PARAMETER = Pattern.compile("([\\w-]{1,32})\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))");
    private static final List<String> ALGORITHMS = List.of("MD5", "SHA-256");
    private static final String COUNT = "00000001";

    /**
     * Answers.
     *
     * @param challenge value of WWW-Authenticate
     * @param uri that the request is for: the last one in its To-Path (RFC 4976 9.1)
     * @param cnonce nobody's guess
     * @return empty for a scheme or algorithm we do not have
     */
    static Optional<DigestAnswer> to(String challenge, Credentials credentials, String uri, String cnonce) {
        Map<String, String> asked = parameters(challenge);
        String algorithm = asked.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
        boolean known = challenge.regionMatches(true, 0, "Digest ", 0, 7) && ALGORITHMS.contains(algorithm);
        return known && asked.containsKey("nonce") && asked.containsKey("realm")
                ? Optional.of(answer(algorithm, asked, credentials, uri, cnonce))
                : Optional.empty();
    }

    private static DigestAnswer answer(
            String algorithm, Map<String, String> asked, Credentials credentials, String uri, String cnonce) {
        String realm = asked.getOrDefault("realm", "");
        String nonce = asked.getOrDefault("nonce", "");
        String secret = hash(algorithm, credentials.user() + ":" + realm + ":" + credentials.password());
        String middle = ":" + nonce + ":" + COUNT + ":" + cnonce + ":auth:";
        String response = hash(algorithm, secret + middle + hash(algorithm, "AUTH:" + uri));
        String opaque = asked.containsKey("opaque") ? ", opaque=\"" + asked.get("opaque") + "\"" : "";
        String value = "Digest username=\"" + credentials.user() + "\", realm=\"" + realm + "\", nonce=\"" + nonce
                + "\", uri=\"" + uri + "\", algorithm=" + algorithm + ", qop=auth, nc=" + COUNT + ", cnonce=\""
                + cnonce + "\", response=\"" + response + "\"" + opaque;
        // RFC 2617 3.2.3: the relay's proof leaves the method out.
        return new DigestAnswer(value, hash(algorithm, secret + middle + hash(algorithm, ":" + uri)));
    }

    /** Whether the relay's Authentication-Info proves that it knows the password; true when it claims nothing. */
    boolean provenBy(Optional<String> info) {
        String claimed = parameters(info.orElse("")).getOrDefault("rspauth", "");
        return claimed.isEmpty()
                || MessageDigest.isEqual(
                        claimed.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                        proof.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String algorithm, String text) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> found = new HashMap<>();
        Matcher each = PARAMETER.matcher(text);
        while (each.find()) {
            String value = each.group(2) == null ? each.group(3) : each.group(2);
            found.put(each.group(1).toLowerCase(Locale.ROOT), value);
        }
        return found;
    }

    /** Who we are to a relay. */
    record Credentials(String user, String password) {
        Credentials {
            if (user.indexOf('"') >= 0 || user.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("a user name has no quotation mark");
            }
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Credentials[" + user + "]";
        }
    }
}
