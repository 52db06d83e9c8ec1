package org.tombolo.registrar;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A binding of an address of record (RFC 3261 10.3).
 *
 * @param uri Contact URI without brackets
 * @param expires when it ends
 * @param video whether it announced video (RFC 3840 10: the feature tag {@code video})
 * @param messages whether it announced sessions of messages (RFC 3840 10: {@code message}; OMA SIMPLE IM:
 *     {@code +g.oma.sip-im})
 */
record Contact(String uri, Instant expires, boolean video, boolean messages) {

    /** What one Contact value asks for. */
    record Asked(String uri, Optional<Long> expiresSeconds, boolean video, boolean messages) {}

    /** Reads a Contact value; empty when it has no URI. */
    static Optional<Asked> read(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        // A parameter's value may hold brackets, too: +sip.instance="<urn:uuid:...>" (RFC 5626 4.1).
        boolean bracketed = open >= 0 && close > open && !value.matches("(?i)sips?:.*");
        // RFC 3261 20: without brackets the parameters belong to the header.
        String uri = bracketed ? value.substring(open + 1, close) : value.split(";", 2)[0].trim();
        String parameters = bracketed ? value.substring(close + 1) : value.substring(uri.length());
        if (!uri.startsWith("sip:") && !uri.startsWith("sips:")) {
            return Optional.empty();
        }
        Optional<Long> expires = Optional.empty();
        boolean video = false;
        boolean messages = false;
        for (String parameter : parameters.toLowerCase(Locale.ROOT).split(";", -1)) {
            String trimmed = parameter.trim();
            if (trimmed.matches("expires=[0-9]{1,9}")) {
                expires = Optional.of(Long.parseLong(trimmed.substring("expires=".length())));
            }
            video |= has(trimmed, "video");
            messages |= has(trimmed, "message") || has(trimmed, "+g.oma.sip-im");
        }
        return Optional.of(new Asked(uri, expires, video, messages));
    }

    private static boolean has(String parameter, String tag) {
        return parameter.equals(tag) || parameter.equals(tag + "=\"true\"");
    }
}
