package org.tombolo.msrp.cpim;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads notifications (RFC 5438 11.1), whatever more they say. */
final class ImdnReader {
    private final Map<String, String> texts = new HashMap<>();
    private Imdn.@Nullable Kind kind;
    private Imdn.@Nullable Status status;

    Imdn read(byte[] octets) throws CpimException {
        Xml.read(octets, Imdn.XML_NAMESPACE, "imdn", (name, text) -> {
            mark(name);
            texts.putIfAbsent(name, text);
        });
        try {
            return result();
        } catch (IllegalArgumentException e) {
            throw new CpimException("no notification: " + e.getMessage());
        }
    }

    private void mark(String element) {
        Arrays.stream(Imdn.Kind.values())
                .filter(k -> k.element().equals(element))
                .forEach(k -> kind = k);
        Arrays.stream(Imdn.Status.values())
                .filter(s -> s.element().equals(element))
                .forEach(s -> status = s);
    }

    private Imdn result() throws CpimException {
        String id = texts.getOrDefault("message-id", "");
        if (id.isEmpty() || kind == null || status == null) {
            throw new CpimException("a notification without message-id, kind or status");
        }
        return new Imdn(
                id,
                time(texts.getOrDefault("datetime", "")),
                texts.getOrDefault("recipient-uri", ""),
                texts.getOrDefault("original-recipient-uri", ""),
                kind,
                status);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
