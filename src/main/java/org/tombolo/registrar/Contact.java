package org.tombolo.registrar;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A binding of an address of record (RFC 3261 10.3).
 *
 * @param uri Contact URI without brackets
 * @param expires when it ends
 * @param features what the phone announced
 */
record Contact(String uri, Instant expires, Set<Feature> features) {
    // A comma separates values, but not inside quotes or brackets.
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)(?![^<]*>)");
    // GSMA RCC.07 2.6.1, in the form of 3GPP TS 24.229 7.9.2: a list in quotes, colons escaped. Containers may undo
    // either.
    private static final Pattern FILE_LINKS = Pattern.compile(
            "\\+g\\.3gpp\\.iari-ref=.*urn(%3a|:)urn-7(%3a|:)3gpp-application\\.ims\\.iari\\.rcs\\.fthttp(?![\\w.-]).*");

    // GSMA IR.84, in the same form.
    private static final Pattern VIDEO_SHARE = Pattern.compile(
            "\\+g\\.3gpp\\.iari-ref=.*urn(%3a|:)urn-7(%3a|:)3gpp-application\\.ims\\.iari\\.gsma-vs(?![\\w.-]).*");

    Contact {
        features = Set.copyOf(features);
    }

    /** What one Contact value asks for. */
    record Asked(String uri, Optional<Long> expiresSeconds, Set<Feature> features) {
        Asked {
            features = Set.copyOf(features);
        }
    }

    /** The values of a Contact header. */
    static List<String> values(String header) {
        return COMMA.splitAsStream(header).map(String::trim).toList();
    }

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
        EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
        for (String parameter : parameters.toLowerCase(Locale.ROOT).split(";", -1)) {
            String trimmed = parameter.trim();
            if (trimmed.matches("expires=[0-9]{1,9}")) {
                expires = Optional.of(Long.parseLong(trimmed.substring("expires=".length())));
            }
            features.addAll(features(trimmed));
        }
        return Optional.of(new Asked(uri, expires, features));
    }

    // One list may name several applications.
    private static Set<Feature> features(String parameter) {
        EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
        if (has(parameter, "video")
                || has(parameter, "+g.3gpp.cs-voice")
                || VIDEO_SHARE.matcher(parameter).matches()) {
            features.add(Feature.VIDEO);
        }
        if (has(parameter, "message") || has(parameter, "+g.oma.sip-im")) {
            features.add(Feature.MESSAGES);
        }
        if (FILE_LINKS.matcher(parameter).matches()) {
            features.add(Feature.FILE_LINKS);
        }
        return features;
    }

    private static boolean has(String parameter, String tag) {
        return parameter.equals(tag) || parameter.equals(tag + "=\"true\"");
    }
}
