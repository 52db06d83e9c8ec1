package org.tombolo.gateway.interaction.event;

import java.time.Instant;
import java.util.Optional;

/** Keeps the secrets that events are signed with. May block. */
public interface SecretStore {
    Optional<WebhookSecret> secret(String owner);

    /** Keeps a client's first secret; the one that is there when another thread was faster. */
    WebhookSecret addSecret(String owner, String secret);

    /** Replaces a client's secret, which goes on to sign until then. */
    WebhookSecret rotateSecret(String owner, String secret, Instant formerUntil);
}
