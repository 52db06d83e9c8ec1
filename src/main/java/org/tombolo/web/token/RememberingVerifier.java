package org.tombolo.web.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for some minutes, and until it expires, that a token was good: to verify a signature costs more than all else of a
 * short request. For an issuer whose keys stay good as long as their tokens, as ours do; a provider may take one back. Bad tokens
 * are looked at each time.
 */
public final class RememberingVerifier implements TokenVerifier {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int TOKENS = 10_000;

    private final TokenVerifier verifier;
    private final Clock clock;
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .maximumSize(TOKENS)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    private record Known(AccessToken token, Instant expires) {}

    /** @param verifier knows what a token is worth */
    public RememberingVerifier(TokenVerifier verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    @Override
    public Optional<AccessToken> verify(String token) {
        Known found = known.get(token, this::look);
        if (found == null || clock.instant().isBefore(found.expires())) {
            return Optional.ofNullable(found).map(Known::token);
        }
        known.invalidate(token);
        return verifier.verify(token);
    }

    private @Nullable Known look(String token) {
        return verifier.verify(token)
                .map(good -> new Known(good, expires(token)))
                .orElse(null);
    }

    private static Instant expires(String verified) {
        try {
            Date expires = SignedJWT.parse(verified).getJWTClaimsSet().getExpirationTime();
            return expires == null ? Instant.MIN : expires.toInstant();
        } catch (ParseException e) {
            return Instant.MIN; // nothing to go by, so nothing to remember
        }
    }
}
