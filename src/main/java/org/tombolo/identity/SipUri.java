package org.tombolo.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a SIP or SIPS URI (RFC 3261 19.1.1) that say whose it is: no password, no port, no headers.
 *
 * @param parameters names in lower case; a parameter without a value has the empty one
 */
record SipUri(boolean secure, String user, String host, Map<String, String> parameters) {
    private static final int LONGEST = 1024;
    private static final String SIP = "sip:";
    private static final String SIPS = "sips:";
    private static final AsciiSet DIGITS = AsciiSet.of("0123456789");

    /** Reads a URI, alone or as the name-addr of a header (RFC 3261 25.1) whose parameters are then dropped. */
    static Optional<SipUri> parse(String text) {
        String uri = NameAddr.uri(text);
        int scheme = schemeLength(uri);
        return text.length() > LONGEST || scheme == 0 || scheme == uri.length()
                ? Optional.empty()
                : parse(scheme == SIPS.length(), uri.substring(scheme));
    }

    private static int schemeLength(String uri) {
        if (uri.regionMatches(true, 0, SIP, 0, SIP.length())) {
            return SIP.length();
        }
        return uri.regionMatches(true, 0, SIPS, 0, SIPS.length()) ? SIPS.length() : 0;
    }

    private static Optional<SipUri> parse(boolean secure, String rest) {
        int at = rest.indexOf('@');
        // RFC 3261 25.1: userinfo is not empty when there is an "@"; headers never belong to an address (table 1).
        if (at == 0 || rest.indexOf('@', at + 1) >= 0 || rest.indexOf('?', at + 1) >= 0) {
            return Optional.empty();
        }
        int end = rest.indexOf(';', at + 1);
        String hostPort = end < 0 ? rest.substring(at + 1) : rest.substring(at + 1, end);
        String user = at < 0 ? "" : upTo(':', rest.substring(0, at));
        Map<String, String> parameters = end < 0 ? Map.of() : parameters(rest.substring(end + 1));
        return host(hostPort).map(host -> new SipUri(secure, user, host, parameters));
    }

    private static String upTo(char end, String text) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    /** The host of {@code host [":" port]}; empty when it is not that. */
    private static Optional<String> host(String hostPort) {
        int end = hostPort.startsWith("[")
                ? hostPort.indexOf(']') + 1
                : upTo(':', hostPort).length();
        String port = hostPort.substring(end);
        boolean portFits = port.isEmpty()
                || (port.startsWith(":")
                        && port.length() > 1
                        && port.length() <= 6
                        && DIGITS.hasAll(port.substring(1)));
        return end > 0 && portFits ? Optional.of(hostPort.substring(0, end)) : Optional.empty();
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : text.split(";", -1)) {
            String[] pair = parameter.split("=", 2);
            parameters.putIfAbsent(pair[0].trim().toLowerCase(Locale.ROOT), pair.length == 1 ? "" : pair[1].trim());
        }
        return Map.copyOf(parameters);
    }
}
