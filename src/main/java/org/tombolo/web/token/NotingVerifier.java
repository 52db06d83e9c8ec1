package org.tombolo.web.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes which clients show good tokens, each once a minute at most. */
public final class NotingVerifier implements TokenVerifier {
    private static final Logger log = LoggerFactory.getLogger(NotingVerifier.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int CLIENTS = 10_000;

    private final TokenVerifier verifier;
    private final Consumer<String> used;
    private final Cache<String, Boolean> noted = Caffeine.newBuilder()
            .maximumSize(CLIENTS)
            .expireAfterWrite(EVERY)
            .executor(Runnable::run)
            .build();

    /** @param used takes the client's id; may block, and may fail */
    public NotingVerifier(TokenVerifier verifier, Consumer<String> used) {
        this.verifier = verifier;
        this.used = used;
    }

    @Override
    public Optional<AccessToken> verify(String token) {
        Optional<AccessToken> verified = verifier.verify(token);
        verified.map(AccessToken::client)
                .filter(client -> noted.asMap().putIfAbsent(client, true) == null)
                .ifPresent(this::note);
        return verified;
    }

    private void note(String client) {
        try {
            used.accept(client);
        } catch (RuntimeException e) {
            log.warn("when a client was last seen cannot be written down: {}", e.toString());
        }
    }
}
