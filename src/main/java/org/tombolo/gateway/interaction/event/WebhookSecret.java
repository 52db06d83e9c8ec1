package org.tombolo.gateway.interaction.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client's events are signed with, in the form of Standard Webhooks: {@code whsec_} and base64.
 *
 * @param former the one before a rotation
 * @param formerUntil how long the former one signs as well
 */
public record WebhookSecret(String current, Optional<String> former, Optional<Instant> formerUntil) {

    /** Those that sign now, the current one first. */
    List<String> signing(Instant now) {
        Optional<String> both =
                former.filter(f -> formerUntil.filter(now::isBefore).isPresent());
        return Stream.concat(Stream.of(current), both.stream()).toList();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "WebhookSecret[formerUntil=" + formerUntil + "]";
    }
}
