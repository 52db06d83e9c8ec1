package org.tombolo.web.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.MovingClock;

class RememberingVerifierTest {
    private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final AtomicInteger looked = new AtomicInteger();
    private Issuer issuer;
    private TokenVerifier verifier;

    @BeforeEach
    void open(@TempDir Path data) throws IOException {
        issuer = Issuer.open(data, clock);
        verifier = new RememberingVerifier(
                token -> {
                    looked.incrementAndGet();
                    return issuer.verify(token);
                },
                clock);
    }

    @Test
    void aGoodTokenIsLookedAtOnce() {
        String token = issuer.issue("crm", Set.of("calls:read"));
        for (int i = 0; i < 5; i++) {
            assertThat(verifier.verify(token)).contains(new AccessToken("crm", Set.of("calls:read")));
        }
        assertThat(looked).hasValue(1);
    }

    @Test
    void oneThatHasExpiredIsNot() {
        String token = issuer.issue("crm", Set.of("calls:read"));
        assertThat(verifier.verify(token)).isPresent();
        clock.move(Issuer.LIFETIME.plus(Duration.ofMinutes(2)));
        assertThat(verifier.verify(token)).isEmpty();
        assertThat(verifier.verify(token)).isEmpty();
    }

    @Test
    void aBadOneIsLookedAtEachTime() {
        assertThat(verifier.verify("bad")).isEmpty();
        assertThat(verifier.verify("bad")).isEmpty();
        assertThat(looked).hasValue(2);
    }

    @Test
    void whatIsRememberedIsOfThatTokenAlone() {
        String token = issuer.issue("crm", Set.of("calls:read"));
        assertThat(verifier.verify(token)).isPresent();
        assertThat(verifier.verify(token.substring(0, token.length() - 2) + "AA"))
                .isEmpty();
    }
}
