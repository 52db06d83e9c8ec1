package org.tombolo.gateway.interaction.guard;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tombolo.gateway.interaction.guard.CallGuard.Quotas;
import org.tombolo.identity.ApiClient;

/** What each client may have: what holds for all, but where an administrator has said otherwise. Safe for all threads. */
public final class ClientQuotas {
    /** Another process may change them, too. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

    private static final int CLIENTS = 10_000;

    private final LoadingCache<String, Quotas> known;

    /**
     * @param usual what holds for all
     * @param own what was said of a client; may block
     */
    public ClientQuotas(Quotas usual, Function<String, ApiClient.Quota> own, Clock clock) {
        this.known = Caffeine.newBuilder()
                .maximumSize(CLIENTS)
                .expireAfterWrite(KNOWN_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build(client -> within(own.apply(client), usual));
    }

    private static Quotas within(ApiClient.Quota own, Quotas usual) {
        return new Quotas(
                own.active().orElse(usual.active()),
                own.perMinute().orElse(usual.perMinute()),
                own.perDay().orElse(usual.perDay()),
                own.minutesPerDay().orElse(usual.minutesPerDay()),
                usual.pairPerHour());
    }

    Quotas of(String client) {
        return known.get(client);
    }

    void forget(String client) {
        known.invalidate(client);
    }
}
