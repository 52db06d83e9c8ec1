package org.tombolo.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a SIP or SIPS URI (RFC 3261 19.1.1) that say whose it is: no password, no port, no headers.
 *
 * @param parameters names in lower case; a parameter without a value has the empty one
 */
record SipUri(boolean secure, String user, String host, Map<String, String> parameters) {
    private static final int LONGEST = 1024;
    private static final Pattern SCHEME = Pattern.compile("(sips?):(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[^\\]]+\\]|[^:]+)(:\\d{1,5})?");

    /** Reads a URI, alone or as the name-addr of a header (RFC 3261 25.1) whose parameters are then dropped. */
    static Optional<SipUri> parse(String text) {
        Matcher uri = SCHEME.matcher(NameAddr.uri(text));
        if (text.length() > LONGEST || !uri.matches()) {
            return Optional.empty();
        }
        String rest = uri.group(2);
        int at = rest.indexOf('@');
        // RFC 3261 25.1: userinfo is not empty when there is an "@"; headers never belong to an address (table 1).
        if (at == 0 || rest.indexOf('@', at + 1) >= 0 || rest.indexOf('?', at + 1) >= 0) {
            return Optional.empty();
        }
        String[] afterUser = rest.substring(at + 1).split(";", 2);
        Matcher hostPort = HOST_PORT.matcher(afterUser[0]);
        if (!hostPort.matches()) {
            return Optional.empty();
        }
        String user = at < 0 ? "" : rest.substring(0, at).split(":", 2)[0];
        boolean secure = uri.group(1).equalsIgnoreCase("sips");
        return Optional.of(
                new SipUri(secure, user, hostPort.group(1), parameters(afterUser.length == 1 ? "" : afterUser[1])));
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
