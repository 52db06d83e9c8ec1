package org.tombolo.gateway.interconnection;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.tombolo.sip.SipRequest;

/** How long its sender wants a MESSAGE to be kept (RFC 3428 7). */
final class Validity {
    private Validity() {}

    /** When a message has lost its sense; empty when its sender does not say. */
    static Optional<Instant> end(SipRequest message, Instant now) {
        return message.header("Expires")
                .map(String::trim)
                .filter(expires -> expires.matches("[0-9]{1,10}"))
                .map(expires -> message.header("Date")
                        .flatMap(Validity::date)
                        .orElse(now)
                        .plusSeconds(Long.parseLong(expires)));
    }

    // RFC 3261 20.17
    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
