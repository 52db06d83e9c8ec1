package org.tombolo.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One side's key of a stream that SRTP protects, as {@code a=crypto} brings it (RFC 4568 9.1). Not to be logged.
 *
 * @param tag number that joins offer and answer
 * @param suite what it is for
 * @param material master key, then master salt
 */
public record SdesKey(int tag, Suite suite, byte[] material) {
    // RFC 4568 9.2: tag, suite, key and salt, perhaps a lifetime; a master key identifier we do not take
    private static final Pattern SYNTAX = Pattern.compile(
            "(\\d{1,9}) +([A-Za-z0-9_]{1,64}) +inline:([A-Za-z0-9+/]{1,128}={0,2})(?:\\|(?:2\\^)?\\d{1,20})?((?: +[!-~]{1,128}){0,16})");

    /** Those we take, the names as RFC 4568 6.2 and RFC 7714 14.2 have them. */
    public enum Suite {
        AEAD_AES_128_GCM(12),
        AES_CM_128_HMAC_SHA1_80(14),
        AES_CM_128_HMAC_SHA1_32(14);

        private static final int KEY = 16;

        private final int salt;

        Suite(int salt) {
            this.salt = salt;
        }

        /** Octets of key and salt. */
        public int length() {
            return KEY + salt;
        }

        static Optional<Suite> of(String name) {
            return Arrays.stream(values()).filter(s -> s.name().equals(name)).findFirst();
        }
    }

    public SdesKey {
        if (material.length != suite.length()) {
            throw new IllegalArgumentException("key and salt of " + suite + " have " + suite.length() + " octets");
        }
    }

    /** RFC 4568 5.1.2: the first that is valid and that we can do. */
    static Optional<SdesKey> first(MediaDescription stream) {
        return stream.values("crypto").stream()
                .flatMap(value -> parse(value).stream())
                .findFirst();
    }

    static Optional<SdesKey> parse(String value) {
        Matcher found = SYNTAX.matcher(value.trim());
        if (!found.matches() || !isPlain(found.group(4))) {
            return Optional.empty();
        }
        int tag = Integer.parseInt(found.group(1));
        return Suite.of(found.group(2)).flatMap(suite -> of(tag, suite, found.group(3)));
    }

    private static Optional<SdesKey> of(int tag, Suite suite, String encoded) {
        try {
            byte[] material = Base64.getDecoder().decode(encoded);
            return material.length == suite.length()
                    ? Optional.of(new SdesKey(tag, suite, material))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 4568 6.3.7: a session parameter that we do not do must be one that may be left alone. */
    private static boolean isPlain(String parameters) {
        List<String> some = new ArrayList<>(List.of(parameters.trim().split(" +")));
        some.removeIf(parameter -> parameter.isEmpty() || parameter.startsWith("-") || parameter.startsWith("WSH="));
        return some.isEmpty();
    }

    /** Ours for the same stream (RFC 4568 5.1.2: tag and suite as offered, the key our own). */
    public SdesKey answered(byte[] ours) {
        return new SdesKey(tag, suite, ours);
    }

    Attribute attribute() {
        return new Attribute(
                "crypto", tag + " " + suite + " inline:" + Base64.getEncoder().encodeToString(material));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SdesKey key
                && tag == key.tag
                && suite == key.suite
                && Arrays.equals(material, key.material);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(material);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SdesKey[" + tag + " " + suite + "]";
    }
}
