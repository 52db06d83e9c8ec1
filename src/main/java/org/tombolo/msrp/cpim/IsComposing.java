package org.tombolo.msrp.cpim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The news that somebody writes, or has ceased to (RFC 3994).
 *
 * @param active whether she writes
 * @param refresh how soon the news will come again while she does; at least a minute counts (RFC 3994 3.3)
 */
public record IsComposing(boolean active, Optional<Duration> refresh) {
    public static final String TYPE = "application/im-iscomposing+xml";
    /** RFC 3994 3.3: without news for that long she has ceased to write. */
    public static final Duration ORDINARY_REFRESH = Duration.ofSeconds(120);

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:im-iscomposing";
    private static final Duration LEAST = Duration.ofSeconds(60);
    private static final Duration MOST = Duration.ofHours(1);

    /**
     * Reads the document.
     *
     * @throws CpimException with what is missing or wrong
     */
    public static IsComposing parse(byte[] octets) throws CpimException {
        Map<String, String> texts = new HashMap<>();
        Xml.read(octets, NAMESPACE, "isComposing", texts::putIfAbsent);
        String state = texts.getOrDefault("state", "");
        if (state.isEmpty()) {
            throw new CpimException("isComposing without a state");
        }
        // RFC 3994 3.2: a state that is not known counts as idle.
        return new IsComposing(state.equals("active"), seconds(texts.getOrDefault("refresh", "")));
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : Optional.empty();
    }

    /** Whether a content type is that of the document. */
    public static boolean is(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .equalsIgnoreCase(TYPE);
    }

    /** How long it holds without being said again. */
    public Duration holds() {
        Duration said = refresh.orElse(ORDINARY_REFRESH);
        return said.compareTo(LEAST) < 0 ? LEAST : said.compareTo(MOST) > 0 ? MOST : said;
    }

    /** The document. */
    public byte[] octets() {
        String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<isComposing xmlns=\"" + NAMESPACE
                + "\"><state>" + (active ? "active" : "idle") + "</state><contenttype>text/plain</contenttype>"
                + refresh.map(time -> "<refresh>" + time.toSeconds() + "</refresh>")
                        .orElse("")
                + "</isComposing>";
        return document.getBytes(StandardCharsets.UTF_8);
    }
}
