package org.tombolo.gateway.interaction.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** The secrets that events are signed with: each client has one of her own, made when it is first needed. */
public final class WebhookSecrets {
    /** How long a secret goes on to sign after it was replaced. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    private static final int BYTES = 32;
    private static final int MOST_KEPT = 10_000;

    private final SecretStore store;
    private final RandomGenerator random;
    private final Clock clock;
    private final Cache<String, WebhookSecret> kept =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).executor(Runnable::run).build();

    /** @param random a secure one */
    public WebhookSecrets(SecretStore store, RandomGenerator random, Clock clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /** A client's secret. */
    public WebhookSecret of(String owner) {
        return kept.get(owner, o -> store.secret(o).orElseGet(() -> store.addSecret(o, fresh())));
    }

    /** Gives a client another secret; the one she has now signs beside it for {@link #OVERLAP}. */
    public WebhookSecret rotate(String owner) {
        of(owner);
        WebhookSecret rotated =
                store.rotateSecret(owner, fresh(), clock.instant().plus(OVERLAP));
        kept.put(owner, rotated);
        return rotated;
    }

    private String fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return StandardWebhook.PREFIX + Base64.getEncoder().encodeToString(bytes);
    }
}
