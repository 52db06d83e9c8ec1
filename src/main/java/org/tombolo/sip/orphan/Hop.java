package org.tombolo.sip.orphan;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request goes first.
 *
 * @param host name or address, without brackets
 */
record Hop(String host, int port, boolean tcp, boolean secure) {
    private static final int SIP = 5060;
    private static final Pattern URI = Pattern.compile(
            "<?(sips?):(?:[^@>]*@)?(\\[[^\\]]+\\]|[^:;?>\\s]+)(?::(\\d{1,5}))?([^>]*)>?.*", Pattern.CASE_INSENSITIVE);

    /**
     * The place that a URI names, in angle brackets or without.
     *
     * @throws IllegalArgumentException when it is no SIP URI
     */
    static Hop of(String uri) {
        Matcher matcher = URI.matcher(uri.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no SIP URI: " + uri);
        }
        String transport = parameter(matcher.group(4), "transport").toLowerCase(Locale.ROOT);
        boolean secure = matcher.group(1).equalsIgnoreCase("sips") || transport.equals("tls");
        return new Hop(
                matcher.group(2).replaceAll("[\\[\\]]", ""),
                matcher.group(3) == null ? SIP : Integer.parseInt(matcher.group(3)),
                transport.equals("tcp"),
                secure);
    }

    /** The value of a parameter, empty when there is none. */
    static String parameter(String text, String name) {
        Matcher matcher = Pattern.compile(";\\s*" + name + "\\s*=\\s*([^;,>\\s]+)", Pattern.CASE_INSENSITIVE)
                .matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
