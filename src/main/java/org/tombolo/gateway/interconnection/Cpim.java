package org.tombolo.gateway.interconnection;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tombolo.sip.Body;

/**
 * A message in a CPIM envelope (RFC 3862) with the headers of IMDN (RFC 5438 6).
 *
 * @param headers message headers by their name in lower case, without the prefix of their namespace
 * @param content what is inside
 */
record Cpim(Map<String, String> headers, Body content) {
    static final String TYPE = "message/cpim";

    /** Reads an envelope; empty when it is none. */
    static Optional<Cpim> parse(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8).replace("\r\n", "\n");
        // RFC 3862 2: message headers, an empty line, the headers of the content, an empty line, the content.
        String[] parts = text.split("\n\n", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        String type = headers(parts[1]).getOrDefault("content-type", "text/plain");
        return Optional.of(new Cpim(headers(parts[0]), Body.text(type, parts[2])));
    }

    private static Map<String, String> headers(String block) {
        Map<String, String> headers = new HashMap<>();
        for (String line : block.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
                headers.putIfAbsent(
                        name.substring(name.indexOf('.') + 1),
                        line.substring(colon + 1).trim());
            }
        }
        return headers;
    }

    /** The Message-ID by which a negative delivery notification was asked for; empty when none was. */
    String negativeDeliveryId() {
        String wanted = headers.getOrDefault("disposition-notification", "");
        return wanted.contains("negative-delivery") ? headers.getOrDefault("message-id", "") : "";
    }
}
