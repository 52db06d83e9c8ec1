package org.tombolo.msrp.cpim;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody in From, To or cc (RFC 3862 4).
 *
 * @param name for a person to read, may be empty
 * @param uri without brackets
 */
public record CpimAddress(String name, String uri) {
    /** Who does not say who she is (RFC 7701 and RFC 3862 know it as an address like any other). */
    public static final String ANONYMOUS = "sip:anonymous@anonymous.invalid";

    private static final Pattern FORM = Pattern.compile("(?:\"([^\"]*)\"|([^<\"]*))\\s*<([^<>\\s]{1,1024})>");
    private static final Pattern URI = Pattern.compile("[^<>\\s\"]+");

    public CpimAddress {
        if (!URI.matcher(uri).matches()) {
            throw new IllegalArgumentException("no URI: " + uri);
        }
    }

    /** Somebody without a name. */
    public static CpimAddress of(String uri) {
        return new CpimAddress("", uri);
    }

    /** Reads the value of a header; empty when it is none. */
    static Optional<CpimAddress> parse(String value) {
        Matcher parts = FORM.matcher(value.trim());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String name = parts.group(1) == null ? parts.group(2).trim() : parts.group(1);
        return Optional.of(new CpimAddress(name, parts.group(3)));
    }

    String text() {
        String quoted = name.isEmpty() ? "" : "\"" + name.replace("\"", "'") + "\" ";
        return quoted + "<" + uri + ">";
    }
}
